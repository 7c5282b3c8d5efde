"""Write a body: as JSON, as a form, as text or as the bytes that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote_plus

from epilot_targeting_generated.convert import is_list, to_json
from epilot_targeting_generated.types import File, Operation

from ..errors import ConfigurationError
from .parameter_styles import in_query
from .values import ENCODER, scalar_to_str, to_json_text

if TYPE_CHECKING:
    from .multipart import Part

JSON = "application/json"
BYTES = "application/octet-stream"
MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[\x20-\x7e]*[\x21-\x7e])?", re.ASCII)
"""One that is sent: no range such as `image/*`."""
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)


def json_body(operation: Operation[Any], body: Any) -> bytes:
    """Write the body as JSON.

    Raises:
        ConfigurationError: It is neither a model nor a dict where it must be, or holds what JSON can't say.
    """
    try:
        # A dict first, since that is the cheapest to ask.
        if isinstance(body, dict):
            return ENCODER.encode(body).encode()
        if isinstance(body, Mapping):
            return ENCODER.encode(dict(cast("Mapping[str, Any]", body))).encode()
        if hasattr(body, "to_dict"):
            return ENCODER.encode(body.to_dict()).encode()
        if not operation.takes_object and body is not None:
            return ENCODER.encode(body).encode()
    except (TypeError, ValueError, RecursionError) as error:
        kind, hint = type(error).__name__, _hint(operation)
        raise ConfigurationError(
            f"{operation.name}: the body can't be written as JSON ({kind}: {error}){hint}"
        ) from None
    kind, hint = type(body).__name__, _hint(operation)
    raise ConfigurationError(f"{operation.name}: the body must be a model or a dict, not {kind}{hint}")


def body_of(operation: Operation[Any], body: Any, media_type: str | None) -> tuple[bytes, str]:
    """Write the body as what it may be; give its content type as well.

    Raises:
        ConfigurationError: It can't be that, or the operation does not take it.
    """
    chosen = _chosen(operation, body, media_type)
    name = _name(chosen)
    if _is_json(name):
        return json_body(operation, body), chosen
    try:
        if name == "application/x-www-form-urlencoded":
            return "&".join(_form(operation, body)).encode(), chosen
        if name == "multipart/form-data":
            from .multipart import multipart  # it imports httpx, which may not be what the client sends with

            return multipart(list(_parts(operation, body)))
        return _content(body, name, chosen)
    except (TypeError, ValueError, LookupError, RecursionError) as error:
        # Not from it: what it holds is the body.
        says = f"the body can't be written as {name}: {error}{_hint(operation)}"
    raise ConfigurationError(f"{operation.name}: {says}")


def _hint(operation: Operation[Any]) -> str:
    others = ", ".join(operation.media_types)
    return f"; media_type= may be one of {others}" if len(operation.media_types) > 1 else ""


def _name(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _is_json(name: str) -> bool:
    return name.endswith(("/json", "+json"))


def _chosen(operation: Operation[Any], body: Any, media_type: str | None) -> str:
    """Choose among what the operation takes: what is asked for, what a file says of itself, or the first."""
    if media_type is not None:
        if not _is_taken(operation, media_type):
            listed = ", ".join(operation.media_types)
            raise ConfigurationError(f"{operation.name}: media_type must be one of {listed}, not {media_type!r}")
        return media_type
    if isinstance(body, File) and body.media_type is not None and _is_taken(operation, body.media_type):
        return body.media_type
    first = operation.media_types[0]
    if "*" not in first:
        return first
    usual = _usual(operation, body)
    if not fnmatchcase(usual, _name(first)):
        raise ConfigurationError(f"{operation.name}: say by media_type= which of {first} the body is")
    return usual


def _is_taken(operation: Operation[Any], media_type: str) -> bool:
    if not MEDIA_TYPE.fullmatch(media_type):
        return False
    name, given = _name(media_type), media_type.lower()
    return any(given == one.lower() or fnmatchcase(name, one.lower()) for one in operation.media_types)


def _usual(operation: Operation[Any], body: Any) -> str:
    """Tell what a body is where the operation takes anything."""
    if isinstance(body, File | bytes | bytearray):
        return BYTES
    return "text/plain" if isinstance(body, str) and operation.takes_object else JSON


def _members(body: Any) -> Iterator[tuple[str, Any]]:
    plain = to_json(body)
    if not isinstance(plain, dict):
        raise TypeError(f"it must be a model or a dict, not {type(body).__name__}")
    yield from ((str(key), item) for key, item in cast("dict[str, Any]", plain).items() if item is not None)


def _items(operation: Operation[Any], name: str, value: Any) -> list[Any]:
    """Give what stands under a name of a form: of a list each item, unless it is to be one part of JSON."""
    run_in_task = is_list(value) and not _is_json(_name(operation.parts.get(name, "")))
    return cast("list[Any]", value) if run_in_task else [value]


def _text(name: str, value: Any) -> str:
    return to_json_text(name, value) if isinstance(value, dict | list) else scalar_to_str(name, value)


def _form(operation: Operation[Any], body: Any) -> Iterator[str]:
    # Nothing is written of an empty list: a form can't say it otherwise, and it is no filter, as a parameter may be.
    for name, value in _members(body):
        style = operation.styles.get(f"body:{name}")
        if style is None:
            items = _items(operation, name, value)
            yield from (f"{quote_plus(name)}={quote_plus(_text(name, item))}" for item in items)
        elif written := in_query(name, value, style):
            yield written


def _parts(operation: Operation[Any], body: Any) -> Iterator[Part]:
    for name, value in _members(body):
        said = operation.parts.get(name, "").partition(",")[0].strip()
        media_type = said if MEDIA_TYPE.fullmatch(said) else None
        yield from ((name, _part(name, item, media_type)) for item in _items(operation, name, value))


def _part(name: str, value: Any, media_type: str | None) -> tuple[str | None, bytes, str | None]:
    """Give a part: the name of its file if it is one, what it holds, and its media type if that needs saying."""
    if isinstance(value, File):
        if value.media_type is not None and not MEDIA_TYPE.fullmatch(value.media_type):
            raise ValueError(f"the media type of the file {name} is none")
        return value.name or name, bytes(value.content), value.media_type or media_type or BYTES
    if isinstance(value, bytes | bytearray):
        return name, bytes(value), media_type or BYTES
    return None, _text(name, value).encode(), media_type or (JSON if isinstance(value, dict | list) else None)


def _content(body: Any, name: str, chosen: str) -> tuple[bytes, str]:
    """Give a body that is text or bytes."""
    if isinstance(body, File):
        return bytes(body.content), chosen
    if isinstance(body, bytes | bytearray):
        return bytes(body), chosen
    if name.startswith("text/"):
        charset = CHARSET.search(chosen)
        content = scalar_to_str("it", to_json(body)).encode(charset[1] if charset else "utf-8")
        return content, chosen if charset else f"{chosen}; charset=utf-8"
    if isinstance(body, str):
        return body.encode(), chosen
    raise TypeError(f"it must be bytes, a File or a string, not {type(body).__name__}")
