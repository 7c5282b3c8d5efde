"""Write parameters in the styles of OpenAPI.

Most of them are expansions of RFC 6570, where nothing is written of an empty list or object. Such a parameter is
refused: a filter of no values would read as no filter, and None says that. Where OpenAPI leaves it open: lists inside
`deepObject` are `name[]=…` each, exploded cookies are cookies of their own, and an item that holds what stands between
items is refused, since it would arrive as two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote

from epilot_targeting_generated.convert import is_list

from .._config.headers import HEADER_NAME, check_header
from ..errors import ConfigurationError
from .values import scalar_to_str, to_json_text, to_jsonable

Encode = Callable[[str], str]


class Style(NamedTuple):
    """How a style joins what a parameter holds."""

    first: str
    """What stands before all."""
    between: str
    """What stands between members that are exploded."""
    joint: str = ","
    """What stands between those that are not."""
    named: bool = True
    """Whether the parameter's name is written."""


STYLES = {
    "simple": Style("", ",", named=False),
    "label": Style(".", ".", named=False),
    "matrix": Style(";", ";"),
    "form": Style("", "&"),
    "spaceDelimited": Style("", "&", "%20"),
    "pipeDelimited": Style("", "&", "%7C"),  # a bare | can't stand in an address
    "cookie": Style("", "; "),
}
OURS = frozenset({"accept", "cookie", "user-agent"})
"""Headers that are no parameters, besides those that nobody may set."""
whole: Encode = partial(quote, safe="")
in_cookie: Encode = partial(quote, safe="!#$&'()*+-./:<=>?@[]^_`{|}~")
"""Encodes what no value of a cookie may hold (RFC 6265), and what encoding is done with."""


def require_text(name: str, text: str | None) -> str:
    """Return a parameter as it was written.

    Raises:
        ConfigurationError: Nothing of it would be sent, which reads as if it had not been given.
    """
    if text is None:
        raise ConfigurationError(
            f"{name} is empty: it would not be sent, and the service would read that as no {name}. "
            "Pass None to leave it out"
        )
    return text


def expand(name: str, value: Any, style: str, encode: Encode = whole) -> str | None:
    """Write a parameter as its style has it, or return None where there is nothing to write.

    Raises:
        ConfigurationError: The style can't say it.
    """
    if style == "json":
        return encode(to_json_text(name, value))
    kind = style.removesuffix("*")
    if kind not in STYLES:
        raise ConfigurationError(f"{name} has the style {kind!r}, which can't be written here")
    form, exploded = STYLES[kind], kind != style
    plain, label = to_jsonable(name, value), encode(name)
    if isinstance(plain, dict):
        pairs = _pairs(name, cast("dict[str, Any]", plain), encode)
        items, members = [text for pair in pairs for text in pair], [f"{key}={text}" for key, text in pairs]
    elif is_list(plain):
        items = [encode(scalar_to_str(name, item)) for item in plain]
        members = [_named(form, label, item) for item in items]
    else:
        return form.first + _named(form, label, encode(scalar_to_str(name, plain)))
    if not items:
        return None
    if exploded:
        return form.first + _joined(name, members, form.between)
    return form.first + _named(form, label, _joined(name, items, form.joint))


def _pairs(name: str, members: dict[Any, Any], encode: Encode) -> list[tuple[str, str]]:
    pairs = [(encode(str(key)), encode(scalar_to_str(name, item))) for key, item in members.items() if item is not None]
    if any("=" in key for key, _ in pairs):
        raise ConfigurationError(f"{name}: the name of a member holds an equals sign, which would end it")
    return pairs


def _joined(name: str, members: list[str], separator: str) -> str:
    if any(separator in member for member in members):
        held = unquote(separator)
        raise ConfigurationError(f"{name}: an item holds {held!r}, which stands between items: it would arrive as two")
    return separator.join(members)


def _named(form: Style, label: str, text: str) -> str:
    if not form.named:
        return text
    return f"{label}={text}" if text or not form.first else label


def in_query(name: str, value: Any, style: str) -> str | None:
    """Write a query parameter, or return None where there is nothing to write.

    Raises:
        ConfigurationError: The style can't say it.
    """
    if style == "json":
        return f"{whole(name)}={expand(name, value, style)}"
    if style.startswith("deepObject"):
        return "&".join(_deep(name, to_jsonable(name, value))) or None
    return expand(name, value, style)


def _deep(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            if "[" in str(key) or "]" in str(key):
                raise ConfigurationError(f"{name}: the name of a member holds a bracket, which would end it")
            if item is not None:
                yield require_text(f"{name}[{key}]", "&".join(_deep(f"{name}[{key}]", item)) or None)
    elif is_list(value):
        yield from (f"{whole(f'{name}[]')}={whole(scalar_to_str(name, item))}" for item in value)
    else:
        yield f"{whole(name)}={whole(scalar_to_str(name, value))}"


def header_values(headers: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, str]:
    """Write the header parameters, by their lower-cased names.

    Raises:
        ConfigurationError: One can't be sent, or is a header that the client sets itself.
    """
    found: dict[str, str] = {}
    for name, value in headers.items():
        if value is None:
            continue
        if name.lower() in OURS:
            raise ConfigurationError(f"the header {name} is the client's own, and no parameter")
        text = require_text(name, expand(name, value, styles.get(f"header:{name}", "simple"), str))
        found |= dict([check_header(name, text)])
    return found


def cookie_value(cookies: Mapping[str, Any], styles: Mapping[str, str]) -> str:
    """Write the cookie parameters as what the one header holds; empty for none.

    Raises:
        ConfigurationError: One can't be sent.
    """
    found: list[str] = []
    for name, value in cookies.items():
        if value is None:
            continue
        if not HEADER_NAME.fullmatch(name):
            raise ConfigurationError("a cookie's name holds a character that no cookie's name has")
        style = styles.get(f"cookie:{name}", "form")
        try:
            text = require_text(name, expand(name, value, style.replace("form", "cookie"), in_cookie))
        except UnicodeEncodeError:
            raise ConfigurationError(f"the cookie {name} can't be written in UTF-8") from None
        found.append(f"{name}={text}" if style == "json" else text)
    return "; ".join(found)
