"""Enums: of one type, without null, and with members that the generator tells apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from ..json_types import Document, Schema
from ..upstream import enum_members, snake_case
from .traversal import NULL, everywhere

Value = Any


def by_value(values: Sequence[Value], types: Sequence[str], notes: list[str]) -> list[Schema]:
    """Give a schema for each type among the values; null is left out unless nothing else is there."""
    there = [value for value in values if value is not None]
    if not there:
        return [NULL] if values else [{"type": one} for one in types]
    fitting = [value for value in there if not types or _fits(value, types)]
    if not fitting:
        fitting = [_text(value) for value in there] if "string" in types else there
        wanted = " or ".join(types)
        notes.append(f"`enum` has no value of the type {wanted}; its values are read as {_kind(fitting[0])}")
    groups: dict[str, list[Value]] = {}
    for value in fitting:
        groups.setdefault(_group(value), []).append(value)
    return [_enum(kind, group, notes) for kind, group in groups.items()]


def _text(value: Value) -> str:
    # YAML has 1 and true where "1" and "true" were meant.
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(value: Value) -> str:
    for kind, classes in (("boolean", bool), ("string", str), ("object", dict), ("array", list)):
        if isinstance(value, classes):
            return kind
    return "integer" if value == int(value) else "number"


def _group(value: Value) -> str:
    kind = _kind(value)
    return "number" if kind == "integer" else kind


def _fits(value: Value, types: Sequence[str]) -> bool:
    kind = _kind(value)
    return kind in types or (kind == "integer" and "number" in types)


def _enum(kind: str, values: list[Value], notes: list[str]) -> Schema:
    if kind == "string" and not any(_is_lost(character) for value in values for character in value):
        return {"type": "string", "enum": list(dict.fromkeys(values))}
    if kind == "number" and all(_kind(value) == "integer" for value in values):
        return {"type": "integer", "enum": list(dict.fromkeys(int(value) for value in values))}
    if kind != "boolean" or len(set(values)) == 1:
        notes.append(f"single values of the type {kind} can't be typed; the values are not checked")
    return {"type": kind}


def _is_lost(character: str) -> bool:
    # The generator writes no control characters into literals.
    category = unicodedata.category(character)
    return category in ("Zl", "Zp") or (category.startswith("C") and character not in "\b\t\f")


def name_members(document: Document) -> Document:
    """Name the members of the enums whose members the generator would mix up."""

    def rule(schema: Schema, _pointer: str) -> Schema:
        if "enum" not in schema or _are_apart(schema["enum"]):
            return schema
        return {**schema, "x-enum-varnames": _names(schema["enum"])}

    return everywhere(document, rule)


def _are_apart(values: list[Value]) -> bool:
    try:
        members = enum_members(values)
    except ValueError:
        return False
    return len(members) == len(values) and all(map(_is_member, members))


def _is_member(name: str) -> bool:
    # Python reads names in this normal form, in which two may be one.
    return name.isidentifier() and unicodedata.normalize("NFKC", name) == name


def _member(value: str) -> str:
    # The generator makes a name of the name: a capital of two characters would lose the second.
    for _ in range(2):
        value = unicodedata.normalize("NFKC", snake_case(value).upper())
    return value


def _names(values: list[str]) -> list[str]:
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
