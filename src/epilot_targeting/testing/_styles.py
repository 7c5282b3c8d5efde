"""Parse parameters by the styles of OpenAPI, into texts without types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, unquote_plus

from attrs import frozen
from epilot_targeting_generated.convert import is_list

from ._keywords import Json, is_object

Pairs = list[tuple[str, str]]
"""Decoded names with raw values."""
SEPARATORS = {"spaceDelimited": r"%20|\+", "pipeDelimited": r"(?i:%7c)|\|"}
DECODE: dict[str, Callable[[str], str]] = {
    "path": unquote,
    "query": unquote_plus,
    "header": str.strip,
    "cookie": unquote,
}


ABSENT: Any = object()


class Unreadable(Exception):
    """A parameter does not match its style."""


@frozen
class Parameter:
    """A parameter of an operation."""

    name: str
    place: str
    style: str
    exploded: bool
    required: bool
    schema: Any

    def decoded(self, text: str) -> str:
        """Decode a text by the rules of the parameter's location."""
        return DECODE[self.place](text)


def pairs(text: str, between: str) -> Pairs:
    """Split a query or a cookie header."""
    parts = (part.strip(" ").partition("=") for part in text.split(between) if part.strip(" "))
    return [(unquote_plus(name), value) for name, _, value in parts]


def from_pairs(one: Parameter, kind: str, members: Iterable[str], given: Pairs) -> Any:
    """Return the value of a query or cookie parameter, or ABSENT.

    Args:
        one: The parameter.
        kind: Whether an object, an array or a single value is to be read.
        members: The names of the object's members.
        given: All that was sent.

    Raises:
        Unreadable: It stands there twice, or is not valid JSON where it has to be.
    """
    if one.style == "deepObject":
        return _deep(one, given) or ABSENT
    if kind == "object" and one.exploded:
        return {name: one.decoded(value) for name, value in given if name in members} or ABSENT
    values = [value for name, value in given if name == one.name]
    if kind == "array" and one.exploded:
        return [one.decoded(value) for value in values] or ABSENT
    if len(values) > 1:
        raise Unreadable(f"{one.name} must stand once")
    return from_text(one, kind, values[0]) if values else ABSENT


def from_text(one: Parameter, kind: str, text: str) -> Any:
    """Return the value of a parameter in one piece.

    Raises:
        Unreadable: It is not what its style looks like.
    """
    if one.style == "json":
        return json_of(one.decoded(text), one.name)
    separator = SEPARATORS.get(one.style, ",")
    if one.style in ("label", "matrix"):
        mark = "." if one.style == "label" else ";"
        if not text.startswith(mark):
            raise Unreadable(f"{one.name} must begin with {mark}")
        text, separator = text[1:], re.escape(mark) if one.exploded else separator
        named = one.style == "matrix" and not (kind == "object" and one.exploded)
        text = re.sub(rf"(^|;){re.escape(one.name)}(=|(?=;|$))", r"\1", text) if named else text
    if kind not in ("array", "object"):
        return one.decoded(text)
    parts = re.split(separator, text)
    if kind == "array":
        return [one.decoded(part) for part in parts]
    if one.exploded:
        couples = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
    elif len(parts) % 2:
        raise Unreadable(f"{one.name} must contain names and values in turn")
    else:
        couples = list(zip(parts[::2], parts[1::2], strict=True))
    return {one.decoded(name): one.decoded(value) for name, value in couples}


def json_of(text: str | bytes, what: str) -> Json:
    """Read JSON.

    Raises:
        Unreadable: It is none.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable(f"{what} is not valid JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _deep(one: Parameter, given: Pairs) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for name, value in given:
        match = re.fullmatch(rf"{re.escape(one.name)}((?:\[[^\[\]]*\])+?)(\[\])?", name)
        if match is not None:
            keys: list[str] = re.findall(r"\[([^\]]*)\]", match[1])
            _put(one, whole, keys, one.decoded(value), several=match[2] is not None)
    return whole


def _put(one: Parameter, whole: Json, keys: list[str], value: str, *, several: bool) -> None:
    inner = whole
    for key in keys[:-1]:
        inner = inner.setdefault(key, {})
        if not is_object(inner):
            raise Unreadable(f"{one.name}[{key}] is both a value and an object")
    last = keys[-1]
    if several or last in inner:
        held = inner.get(last, [])
        inner[last] = [*(held if is_list(held) else [held]), value]
    else:
        inner[last] = value
