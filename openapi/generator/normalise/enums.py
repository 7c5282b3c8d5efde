"""Normalise enums: one type each, no null, and distinct names of members.

Whether null is allowed is decided in `shapes.py`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import isfinite
from typing import Any

from ..json_types import Document, Schema
from ..upstream import enum_members, snake_case
from .traversal import NULL, everywhere

Value = Any


def by_value(values: Sequence[Value], types: Sequence[str], notes: list[str]) -> list[Schema]:
    """Return a schema for each type among the values; null is kept only if it is the only value.

    Values of other types than `types` are dropped, unless none is left: then all are kept, with a note. Infinite
    numbers and NaN are dropped, with a note. Without values, return a schema for each of `types`.
    """
    finite = [value for value in values if not isinstance(value, float) or isfinite(value)]
    if len(finite) < len(values):
        notes.append("`enum` has an infinite number or NaN, which JSON does not have; it is ignored")
        values, types = finite, types or ["number"]
    there = [value for value in values if value is not None]
    if not there:
        return [NULL] if values else [{"type": one} for one in types]
    fitting = [value for value in there if not types or _fits(value, types)]
    if not fitting:
        fitting = [_text(value) for value in there] if "string" in types else there
        wanted = " or ".join(types)
        notes.append(f"`enum` has no value of the type {wanted}; {_kind(fitting[0])} is used")
    groups: dict[str, list[Value]] = {}
    for value in fitting:
        groups.setdefault(_group(value), []).append(value)
    return [_enum(kind, group, notes) for kind, group in groups.items()]


def _text(value: Value) -> str:
    """Return a value of a string enum as text."""
    # In YAML, unquoted values of a string enum may be read as numbers or booleans.
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: Value) -> str:
    """Return the JSON type of a value; 1.0 is an integer."""
    for kind, classes in (("boolean", bool), ("string", str), ("object", dict), ("array", list)):
        if isinstance(value, classes):
            return kind
    return "integer" if value == int(value) else "number"


def _group(value: Value) -> str:
    """Return the type by which values are grouped: integers are numbers."""
    kind = _kind(value)
    return "number" if kind == "integer" else kind


def _fits(value: Value, types: Sequence[str]) -> bool:
    """Return whether a value has one of the types."""
    kind = _kind(value)
    return kind in types or (kind == "integer" and "number" in types)


def _enum(kind: str, values: list[Value], notes: list[str]) -> Schema:
    """Return the schema of values of one type.

    Where Python has no enum for them, the values are dropped and noted: for floats, objects, lists, both booleans, and
    texts that the parser would change.
    """
    if kind == "string" and not any(_is_lost(character) for value in values for character in value):
        return {"type": "string", "enum": list(dict.fromkeys(values))}
    if kind == "number" and all(_kind(value) == "integer" for value in values):
        return {"type": "integer", "enum": list(dict.fromkeys(int(value) for value in values))}
    if kind != "boolean" or len(set(values)) == 1:
        notes.append(f"an `enum` of the type {kind} has no Python type; its values are not checked")
    return {"type": kind}


def _is_lost(character: str) -> bool:
    """Return whether the parser would drop or change a character: control characters and line separators."""
    # The parser drops control characters.
    category = unicodedata.category(character)
    return category in ("Zl", "Zp") or (category.startswith("C") and character not in "\b\t\f")


def name_members(document: Document) -> Document:
    """Add names (`x-enum-varnames`) to enums whose members would get equal or invalid names from the parser."""

    def rule(schema: Schema, _pointer: str) -> Schema:
        """Name the members of an enum, unless the parser's names are distinct and valid."""
        if "enum" not in schema or _are_apart(schema["enum"]):
            return schema
        return {**schema, "x-enum-varnames": _names(schema["enum"])}

    return everywhere(document, rule)


def _are_apart(values: list[Value]) -> bool:
    """Return whether the parser gives each value a valid name of its own."""
    try:
        members = enum_members(values)
    except ValueError:
        return False
    return len(members) == len(values) and all(map(_is_member, members))


def _is_member(name: str) -> bool:
    """Return whether a name is a valid identifier in its normal form (NFKC)."""
    # Python normalises identifiers to NFKC, which may make two names equal.
    return name.isidentifier() and unicodedata.normalize("NFKC", name) == name


def _member(value: str) -> str:
    """Return the member's name that the parser makes of a value. It may be invalid."""
    # The parser converts the name once more, which must not change it.
    for _ in range(2):
        value = unicodedata.normalize("NFKC", snake_case(value).upper())
    return value


def _names(values: list[str]) -> list[str]:
    """Return distinct valid names of members, in the order of the values.

    An invalid name becomes `VALUE_0`, a duplicate `NAME_2`.
    """
    names: list[str] = []
    for index, value in enumerate(values):
        first = _member(value)
        first = first if first[:1].isalpha() and first.isidentifier() else f"VALUE_{index}"
        name, number = first, 1
        while name in names:
            number += 1
            name = f"{first}_{number}"
        names.append(name)
    return names
