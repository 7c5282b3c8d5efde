"""Parse parameters in the styles of OpenAPI into strings, lists and objects of strings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import unquote, unquote_plus

from attrs import frozen
from epilot_targeting_generated.convert import is_list

from ._keyword_check import Json
from ._scalar_keywords import is_object

Kind = Literal["array", "object", "single"]
Pairs = list[tuple[str, str]]
"""Decoded names with values that are still encoded."""
SEPARATORS = {"spaceDelimited": r"%20|\+", "pipeDelimited": r"(?i:%7c)|\|"}
DECODE: dict[str, Callable[[str], str]] = {
    "path": unquote,
    "query": unquote_plus,
    "header": str.strip,
    "cookie": unquote,
}


ABSENT: Any = object()
"""The value of a parameter that was not sent."""


class MalformedParameter(Exception):
    """A parameter does not match its style, or a body is not JSON."""


@frozen
class Parameter:
    """A parameter of an operation."""

    name: str
    location: str
    style: str
    exploded: bool
    required: bool
    schema: Any

    def decode(self, text: str) -> str:
        """Return a text of the request without its percent-encoding.

        In a query, `+` is a space. The text of a header has no encoding: only spaces around it are removed.
        """
        return DECODE[self.location](text)


def split_pairs(text: str, separator: str) -> Pairs:
    """Split a query or a cookie header into names and values. The names are decoded, the values are not.

    In a name, percent-encoding is decoded, and `+` is a space. A part without `=` has an empty value. Empty
    parts, and spaces around a part, are left out. A name may be repeated.

    Args:
        text: The query, or the cookie header.
        separator: What separates its pairs: `&` or `;`.
    """
    parts = (part.strip(" ").partition("=") for part in text.split(separator) if part.strip(" "))
    return [(unquote_plus(name), value) for name, _, value in parts]


def from_pairs(parameter: Parameter, kind: Kind, members: set[str], given: Pairs) -> Any:
    """Return the value of a query or cookie parameter: a decoded text, a list or a dict of them.

    Args:
        parameter: The parameter.
        kind: The kind of value to read: "object", "array" or "single".
        members: The names of the object's members, for an exploded object. Other pairs are not part of it.
        given: All pairs of the query, or of the cookie header, from `split_pairs`.

    Returns:
        `ABSENT` if the parameter was not sent. With the style `json`, any JSON value, and with `deepObject`, nested
        dicts. If a member of an exploded object was sent twice, the last one counts.

    Raises:
        MalformedParameter: A parameter that has one text was sent twice, or the parameter is invalid in its style.
    """
    if parameter.style == "deepObject":
        return _deep_object(parameter, given) or ABSENT
    if kind == "object" and parameter.exploded:
        return {name: parameter.decode(value) for name, value in given if name in members} or ABSENT
    values = [value for name, value in given if name == parameter.name]
    if kind == "array" and parameter.exploded:
        return [parameter.decode(value) for value in values] or ABSENT
    if len(values) > 1:
        raise MalformedParameter(f"{parameter.name} must be sent once")
    return from_text(parameter, kind, values[0]) if values else ABSENT


def from_text(parameter: Parameter, kind: Kind, text: str) -> Any:
    """Return the value of a parameter that the request has as a single text.

    Args:
        parameter: The parameter.
        kind: The kind of value to read: "object", "array" or "single".
        text: The text as it was sent. It is decoded here.

    Returns:
        By `kind`, a dict of strings, a list of strings, or a string. An empty text of an array is `[""]`: the
        caller decides whether the array is empty. With the style `json`, any JSON value.

    Raises:
        MalformedParameter: The text is invalid in the parameter's style.
    """
    if parameter.style == "json":
        return parse_json(parameter.decode(text), parameter.name)
    separator = SEPARATORS.get(parameter.style, ",")
    if parameter.style in ("label", "matrix"):
        prefix = "." if parameter.style == "label" else ";"
        if not text.startswith(prefix):
            raise MalformedParameter(f"{parameter.name} must begin with {prefix}")
        text, separator = text[1:], re.escape(prefix) if parameter.exploded else separator
        named = parameter.style == "matrix" and not (kind == "object" and parameter.exploded)
        text = re.sub(rf"(^|;){re.escape(parameter.name)}(=|(?=;|$))", r"\1", text) if named else text
    if kind not in ("array", "object"):
        return parameter.decode(text)
    parts = re.split(separator, text)
    if kind == "array":
        return [parameter.decode(part) for part in parts]
    if parameter.exploded:
        members = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    elif len(parts) % 2:
        raise MalformedParameter(f"{parameter.name} must contain names and values in turn")
    else:
        members = list(zip(parts[::2], parts[1::2], strict=True))
    return {parameter.decode(name): parameter.decode(value) for name, value in members}


def parse_json(text: str | bytes, name: str) -> Json:
    """Return the value of a JSON text. NaN and Infinity are invalid.

    Args:
        text: The text of a parameter, or the bytes of a body.
        name: The name of the parameter, or "the body", for the message.

    Raises:
        MalformedParameter: It is not valid JSON, or nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        raise MalformedParameter(f"{name} is not valid JSON") from None


def _reject_constant(name: str) -> None:
    """Reject NaN or Infinity, which JSON does not have: `json.loads` calls this for them.

    Raises:
        ValueError: Always.
    """
    raise ValueError(name)


def _deep_object(parameter: Parameter, given: Pairs) -> dict[str, Any]:
    """Return the value of a `deepObject` parameter, such as `filter[name]=x`, as nested dicts of texts.

    Args:
        parameter: The parameter.
        given: All pairs of the query, from `split_pairs`. Those without brackets, such as `filter=x`, are ignored.

    Returns:
        An empty dict if the parameter was not sent. A member that was sent twice, or with `[]` behind its name, is a
        list.

    Raises:
        MalformedParameter: A member was sent as a text and also with members of its own, in any order, as in
            `filter[a]=1` and `filter[a][b]=2`.
    """
    found: dict[str, Any] = {}
    for name, value in given:
        match = re.fullmatch(rf"{re.escape(parameter.name)}((?:\[[^\[\]]*\])+?)(\[\])?", name)
        if match is not None:
            keys: list[str] = re.findall(r"\[([^\]]*)\]", match[1])
            _put(parameter, found, keys, parameter.decode(value), several=match[2] is not None)
    return found


def _put(parameter: Parameter, found: Json, keys: list[str], value: str, *, several: bool) -> None:
    """Put a text into nested dicts at the place that the keys name. Missing dicts are added.

    If a text is there already, it becomes a list of both. A list gets the text as a further element.

    Args:
        parameter: The parameter, for the message.
        found: The outermost dict, which is changed.
        keys: The name in each dict, from the outermost one on. There is at least one.
        value: The text, decoded.
        several: Whether the text goes into a list even if it is the only one there.

    Raises:
        MalformedParameter: A key before the last one leads to a text or a list, or the last one to a dict. Dicts that
            were added stay.
    """
    inner = found
    for key in keys[:-1]:
        inner = inner.setdefault(key, {})
        if not is_object(inner):
            raise MalformedParameter(f"{parameter.name}[{key}] is both a value and an object")
    last = keys[-1]
    if several or last in inner:
        held = inner.get(last, [])
        if is_object(held):
            raise MalformedParameter(f"{parameter.name}[{last}] is both a value and an object")
        inner[last] = [*(held if is_list(held) else [held]), value]
    else:
        inner[last] = value
