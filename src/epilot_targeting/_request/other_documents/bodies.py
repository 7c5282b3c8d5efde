"""Encode a body in any media type: JSON, a form, multipart, text or bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus

from epilot_targeting_generated.convert import is_list, to_json
from epilot_targeting_generated.types import File, Operation

from ...errors import ConfigurationError
from ..json_encoding import JSON, json_body, media_type_hint, to_json_text
from ..parameter_values import scalar_to_str
from .parameter_styles import query_parameter

if TYPE_CHECKING:
    from .multipart import Part

BYTES = "application/octet-stream"
MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[\x20-\x7e]*[\x21-\x7e])?", re.ASCII)
"""A concrete media type, not a range such as `image/*`."""
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)


def encode_body(operation: Operation[Any], body: Any, media_type: str | None) -> tuple[bytes, str]:
    """Return the encoded body and the Content-Type to send: the media type with its boundary or charset.

    Args:
        operation: The operation.
        body: A model or dict for a form or multipart; for JSON, what `json_body` takes. For any other media
            type, a File, bytes or a string; if it is `text/…`, a number, boolean, date, UUID or enum too.
        media_type: The media type. None: that of a File if the operation accepts it, else the operation's
            first. If the first is a range, such as `*/*`, the Python type of the body decides.

    Raises:
        ConfigurationError: The body is invalid for the media type, or the operation does not accept the type.
    """
    chosen = _choose_media_type(operation, body, media_type)
    name = _without_parameters(chosen)
    if _is_json(name):
        return json_body(operation, body), chosen
    try:
        if name == "application/x-www-form-urlencoded":
            return "&".join(_form(operation, body)).encode(), chosen
        if name == "multipart/form-data":
            from .multipart import encode_multipart  # imports httpx, which other transports do not need

            return encode_multipart(list(_parts(operation, body)))
        return _encode_text_or_bytes(body, chosen)
    except (TypeError, ValueError, LookupError, RecursionError) as error:
        # Raised without a cause: the cause contains the body.
        message = f"the body cannot be encoded as {name}: {error}{media_type_hint(operation)}"
    raise ConfigurationError(f"{operation.name}: {message}")


def _without_parameters(media_type: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def _is_json(name: str) -> bool:
    """Return whether a lower-case media type without parameters is JSON, such as `application/problem+json`."""
    return name.endswith(("/json", "+json"))


def _choose_media_type(operation: Operation[Any], body: Any, media_type: str | None) -> str:
    """Return the media type of a body: `media_type` if given, else that of a File, or the first of the operation.

    That of a File counts only if the operation accepts it. If the first is a range, such as `*/*`, the Python type of
    the body decides, see `_default_media_type`.

    Raises:
        ConfigurationError: The operation does not accept `media_type`, or the range does not contain the media type by
            the Python type of the body.
    """
    if media_type is not None:
        if not _accepts(operation, media_type):
            listed = ", ".join(operation.media_types)
            raise ConfigurationError(f"{operation.name}: media_type must be one of {listed}, not {media_type!r}")
        return media_type
    if isinstance(body, File) and body.media_type is not None and _accepts(operation, body.media_type):
        return body.media_type
    first = operation.media_types[0]
    if "*" not in first:
        return first
    usual = _default_media_type(operation, body)
    if not fnmatchcase(usual, _without_parameters(first)):
        raise ConfigurationError(f"{operation.name}: pass media_type= to say which of {first} the body is")
    return usual


def _accepts(operation: Operation[Any], media_type: str) -> bool:
    """Return whether an operation accepts a media type. Upper and lower case are equal.

    It has to equal one of the operation's media types, or be in one of its ranges, such as `image/*`. Its
    parameters, such as `charset`, are ignored if the operation's media type has none. Otherwise the whole texts
    have to be equal. Return False if `media_type` is malformed, or is itself a range.
    """
    if not MEDIA_TYPE.fullmatch(media_type):
        return False
    name, given = _without_parameters(media_type), media_type.lower()
    return any(given == one.lower() or fnmatchcase(name, one.lower()) for one in operation.media_types)


def _default_media_type(operation: Operation[Any], body: Any) -> str:
    """Return the media type that the Python type of a body suggests.

    It is `application/octet-stream` for a File or bytes, and `application/json` for anything else. For a string
    it is `text/plain` instead if `takes_object` of the operation is True: a JSON body would have to be an
    object.

    `_choose_media_type` calls this if the first media type of the operation is a range such as `*/*`. It checks
    then whether the range contains the result.
    """
    if isinstance(body, File | bytes | bytearray):
        return BYTES
    return "text/plain" if isinstance(body, str) and operation.takes_object else JSON


def _fields(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the JSON name, and the value converted by `to_json`, of each top-level field of a form body.

    Leave out those that are None.

    Raises:
        TypeError: The body is neither a model nor a mapping.
        ValueError: A date-time in it has no time zone.
    """
    plain = to_json(body)
    if not isinstance(plain, dict):
        raise TypeError(f"it must be a model or a dict, not {type(body).__name__}")
    yield from ((str(key), item) for key, item in cast("dict[str, Any]", plain).items() if item is not None)


def _items(operation: Operation[Any], name: str, value: Any) -> list[Any]:
    """Return the values of a form field to send under its name.

    They are the items of a list, or the value itself. A list is one value if the document declares
    the field as JSON. Of several declared media types, only the first counts.

    Args:
        operation: The operation, which declares the media types of the fields.
        name: The name of the field.
        value: Its value, converted by `to_json`.

    Raises:
        TypeError: A value is an object or a list, and the declared media type or range, such as `image/*`, does
            not include JSON.
    """
    declared = _without_parameters(operation.parts.get(name, "").partition(",")[0])
    repeated = is_list(value) and not _is_json(declared)
    items = cast("list[Any]", value) if repeated else [value]
    takes_json = not declared or _is_json(declared) or fnmatchcase(JSON, declared)
    if not takes_json and any(isinstance(item, dict | list) for item in items):
        raise TypeError(f"the field {name} is {declared}: pass it as a string, bytes or a File")
    return items


def _text(name: str, value: Any) -> str:
    """Return a value of a form field as text: JSON for a list or an object, `true` or `false` for a boolean.

    The text is not percent-encoded.

    Args:
        name: The name of the field, for the message of an error.
        value: Its value, converted by `to_json`: a date is a string already.

    Raises:
        ConfigurationError: The value has no text, such as None, bytes or a NaN.
    """
    return to_json_text(name, value) if isinstance(value, dict | list) else scalar_to_str(name, value)


def _form(operation: Operation[Any], body: Any) -> Iterator[str]:
    """Yield the percent-encoded `name=value` pairs of a urlencoded form body, for the caller to join by `&`.

    A list is one pair for each item, in order, unless the document declares a style for the field, or JSON. Fields that
    are None are left out, and empty lists that are not sent as JSON.

    Args:
        operation: The operation, which declares the styles and media types of the fields.
        body: A model or dict.

    Raises:
        TypeError: The body is another value, or the document declares a media type other than JSON for a field with an
            object in it.
        ValueError: A value cannot be serialised, such as NaN or a date-time without a time zone.
    """
    # An empty list is left out: a form cannot express it, and it is not a filter, as a parameter may be.
    for name, value in _fields(body):
        style = operation.styles.get(f"body:{name}")
        if style is None:
            items = _items(operation, name, value)
            yield from (f"{quote_plus(name)}={quote_plus(_text(name, item))}" for item in items)
        elif pair := query_parameter(name, value, style):
            yield pair


def _parts(operation: Operation[Any], body: Any) -> Iterator[Part]:
    """Yield the parts of a multipart body: one for each field, or for each item of a list.

    Each part is the name of the field, and the tuple that `_part` returns. Fields that are None have no part. A
    list that the document declares as JSON is one part; any other empty list has none.

    Args:
        operation: The operation, which declares the media types of the fields.
        body: A model or dict.

    Raises:
        TypeError: The body is another value, or the document declares a media type other than JSON for a field
            with an object in it.
        ValueError: A value cannot be serialised, such as None in a list, or the media type of a File is
            malformed.
    """
    for name, value in _fields(body):
        declared = operation.parts.get(name, "").partition(",")[0].strip()
        media_type = declared if MEDIA_TYPE.fullmatch(declared) else None
        yield from ((name, _part(name, item, media_type)) for item in _items(operation, name, value))


def _part(name: str, value: Any, media_type: str | None) -> tuple[str | None, bytes, str | None]:
    """Return a part of a multipart body: its file name or None, its content, and its media type or None.

    A File without a name, and bytes, have `name` as the file name. Any other value has no file name.

    Args:
        name: The name of the field.
        value: A File, bytes, or a JSON value: an object or a list is sent as JSON, any other as text. Text is encoded
            in the charset of `media_type`, or else as UTF-8.
        media_type: The media type that the document declares for the field, or None. That of a File counts instead, if
            it has one. Without both, it is `application/octet-stream` for a File or bytes, `application/json` for an
            object or a list, and None for any other value.

    Raises:
        ValueError: The media type of the File is malformed, or the text cannot be encoded.
        ConfigurationError: The value has no text, such as None in a list, or NaN.
        LookupError: The charset is unknown.
    """
    if isinstance(value, File):
        if value.media_type is not None and not MEDIA_TYPE.fullmatch(value.media_type):
            raise ValueError(f"the media type of the file {name} is invalid")
        return value.name or name, bytes(value.content), value.media_type or media_type or BYTES
    if isinstance(value, bytes | bytearray):
        return name, bytes(value), media_type or BYTES
    content = _text(name, value).encode(_charset(media_type))
    return None, content, media_type or (JSON if isinstance(value, dict | list) else None)


def _charset(media_type: str | None) -> str:
    """Return the charset that a media type names, or `utf-8`. It may be unknown to Python."""
    found = CHARSET.search(media_type or "")
    return found[1] if found else "utf-8"


def _encode_text_or_bytes(body: Any, media_type: str) -> tuple[bytes, str]:
    """Return a body as bytes, and its Content-Type.

    The Content-Type is `media_type`. If text is encoded for a `text/…` without a charset, `; charset=utf-8` is
    added. Text is encoded in the charset of the media type, or else as UTF-8.

    Args:
        body: A File, bytes or a string. For `text/…` it may also be a number, boolean, date, UUID or enum.
        media_type: The chosen media type.

    Raises:
        TypeError: The body is none of these, and the media type is not `text/…`.
        ValueError: The text cannot be encoded, or the media type is `text/…` and the body is none of these.
        LookupError: The charset is unknown.
    """
    if isinstance(body, File):
        return bytes(body.content), media_type
    if isinstance(body, bytes | bytearray):
        return bytes(body), media_type
    if _without_parameters(media_type).startswith("text/"):
        content = scalar_to_str("it", to_json(body)).encode(_charset(media_type))
        return content, media_type if CHARSET.search(media_type) else f"{media_type}; charset=utf-8"
    if isinstance(body, str):
        return body.encode(_charset(media_type)), media_type
    raise TypeError(f"it must be bytes, a File or a string, not {type(body).__name__}")
