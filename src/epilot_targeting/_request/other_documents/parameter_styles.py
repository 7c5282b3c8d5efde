"""Serialise parameters in the styles of OpenAPI.

Most styles are expansions of RFC 6570, which serialise an empty list or object as nothing. Such a parameter is invalid:
an empty filter would read as no filter. Where OpenAPI leaves it open: lists inside `deepObject` are `name[]=…` each,
exploded cookies are separate cookies, and an item that contains the separator is invalid, since it would arrive as two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote

from epilot_targeting_generated.convert import is_list
from epilot_targeting_generated.types import Operation

from ...errors import ConfigurationError
from ..json_encoding import to_json_text
from ..parameter_values import require_text, scalar_to_str, to_jsonable

Encode = Callable[[str], str]


class Style(NamedTuple):
    """How a style joins the items of a parameter."""

    prefix: str
    """The prefix of the whole."""
    exploded_separator: str
    """The separator of exploded members."""
    separator: str = ","
    """The separator of members that are not exploded."""
    named: bool = True
    """Whether the parameter's name is included."""


STYLES = {
    "simple": Style("", ",", named=False),
    "label": Style(".", ".", named=False),
    "matrix": Style(";", ";"),
    "form": Style("", "&"),
    "spaceDelimited": Style("", "&", "%20"),
    "pipeDelimited": Style("", "&", "%7C"),  # a bare | is invalid in a URL
    "cookie": Style("", "; "),
}
percent_encode: Encode = partial(quote, safe="")


def expand(name: str, value: Any, style: str, encode: Encode = percent_encode) -> str | None:
    """Serialise a parameter in its style, and return its encoded text, such as `name=value` for `form`.

    `label` begins with `.`, and `matrix` with `;`. No `?` or `&` is put in front. In the styles `simple`,
    `label` and `json` the name of the parameter is left out. An exploded object has the names of its members
    instead. Return None if an empty list or object would be sent as nothing.

    Args:
        name: The name of the parameter.
        value: Its value, which is not None: a string, number, boolean, date, UUID, enum, list or object.
        style: The OpenAPI style, with `*` at its end if it is exploded, or `json`. `deepObject` is invalid
            here: `query_parameter` serialises it.
        encode: Takes the text of a name or value, and returns it encoded. Default: percent-encode it as UTF-8.

    Raises:
        ConfigurationError: The style is unknown, or cannot express the value, such as a list in a list.
        UnicodeEncodeError: A name or value cannot be encoded as UTF-8.
    """
    if style == "json":
        return encode(to_json_text(name, value))
    kind = style.removesuffix("*")
    if kind not in STYLES:
        raise ConfigurationError(f"{name} has the style {kind!r}, which is invalid here")
    form, exploded = STYLES[kind], kind != style
    plain, label = to_jsonable(name, value), encode(name)
    if isinstance(plain, dict):
        pairs = _pairs(name, cast("dict[str, Any]", plain), encode)
        items, members = [text for pair in pairs for text in pair], [f"{key}={text}" for key, text in pairs]
    elif is_list(plain):
        items = [encode(scalar_to_str(name, item)) for item in plain]
        members = [_with_name(form, label, item) for item in items]
    else:
        return form.prefix + _with_name(form, label, encode(scalar_to_str(name, plain)))
    if not items:
        return None
    if exploded:
        return form.prefix + _join(name, members, form.exploded_separator)
    return form.prefix + _with_name(form, label, _join(name, items, form.separator))


def path_parameter(operation: Operation[Any], name: str, value: Any, style: str) -> str:
    """Return a path parameter, serialised in its style and percent-encoded, as the path contains it.

    The text is empty for an empty list or object. It is not checked whether it would change the route.

    Args:
        operation: The operation, for the message of an error.
        name: The name of the parameter in the document.
        value: Its value: a string, number, boolean, date, UUID, enum, list or object.
        style: The OpenAPI style, with `*` at its end if it is exploded, or `json`.

    Raises:
        ConfigurationError: The value is None, or the style cannot express it.
        UnicodeEncodeError: It cannot be encoded as UTF-8.
    """
    if value is None:
        raise ConfigurationError(f"{operation.name}: {name} is None, but the path requires it")
    return expand(name, value, style) or ""


def _pairs(name: str, members: dict[Any, Any], encode: Encode) -> list[tuple[str, str]]:
    """Return the encoded names and values of an object's members. Those that are None are left out.

    Args:
        name: The name of the parameter, for the message of an error.
        members: The JSON values by name.
        encode: Takes the text of a name or value, and returns it encoded. Its errors are raised.

    Raises:
        ConfigurationError: The encoded name of a member contains an equals sign, or a value is no string, finite number
            or boolean.
    """
    pairs = [(encode(str(key)), encode(scalar_to_str(name, item))) for key, item in members.items() if item is not None]
    if any("=" in key for key, _ in pairs):
        raise ConfigurationError(f"{name}: the name of a member contains an equals sign, which would end it")
    return pairs


def _join(name: str, members: list[str], separator: str) -> str:
    """Join the encoded items of a parameter by the separator of its style.

    `name` is that of the parameter, for the message of an error.

    Raises:
        ConfigurationError: An item contains the separator: it would arrive as two.
    """
    if any(separator in member for member in members):
        held = unquote(separator)
        raise ConfigurationError(f"{name}: an item contains the separator {held!r}: it would arrive as two items")
    return separator.join(members)


def _with_name(form: Style, label: str, text: str) -> str:
    """Return an encoded value with the parameter's encoded name (`label`) in front, if the style has it.

    An empty value in a style with a prefix, such as `;`, is the name alone. `form` is an entry of `STYLES`. The caller
    adds its prefix.
    """
    if not form.named:
        return text
    return f"{label}={text}" if text or not form.prefix else label


def query_parameter(name: str, value: Any, style: str) -> str | None:
    """Return a query parameter as percent-encoded `name=value` pairs, joined by `&`.

    Return None if an empty list or object would be sent as nothing.

    Args:
        name: The name of the parameter.
        value: Its value, which is not None: a string, number, boolean, date, UUID, enum, list, dict or model.
        style: The OpenAPI style, with `*` at its end if it is exploded, or `json`.

    Raises:
        ConfigurationError: The style is unknown, or cannot express the value, such as None in a list.
        UnicodeEncodeError: The name or the value cannot be encoded as UTF-8.
    """
    if style == "json":
        return f"{percent_encode(name)}={expand(name, value, style)}"
    if style.startswith("deepObject"):
        return "&".join(_deep_object(name, to_jsonable(name, value))) or None
    return expand(name, value, style)


def _deep_object(name: str, value: Any) -> Iterator[str]:
    """Yield the percent-encoded pairs of a query parameter in the style `deepObject`.

    An object has `name[key]=value`, at any depth, a list `name[]=value`, and any other value `name=value`.
    Members that are None are left out. `query_parameter` calls this.

    Args:
        name: The name of the parameter, with the keys that led to `value`, such as `filter[date]`.
        value: A JSON value other than None. An empty list yields nothing, and neither does an object without
            members other than None.

    Raises:
        ConfigurationError: The name of a member contains a bracket, a member yields nothing, or a value or item
            of a list is none of string, finite number and boolean.
        UnicodeEncodeError: A name or value cannot be encoded as UTF-8.
    """
    if isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            if "[" in str(key) or "]" in str(key):
                raise ConfigurationError(f"{name}: the name of a member contains a bracket, which would end it")
            if item is not None:
                yield require_text(f"{name}[{key}]", "&".join(_deep_object(f"{name}[{key}]", item)) or None)
    elif is_list(value):
        yield from (f"{percent_encode(f'{name}[]')}={percent_encode(scalar_to_str(name, item))}" for item in value)
    else:
        yield f"{percent_encode(name)}={percent_encode(scalar_to_str(name, value))}"
