"""Merge the schemas of an `allOf`, to generate values. The values are validated against the whole schema later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._scalar_keywords import Schema


def merge_all_of(parts: list[Schema]) -> Schema:
    """Return the intersection of the schemas of an `allOf` as one schema: the narrowest limits, and the members of all.

    Of a keyword that `MERGE` does not have, the first value stays.
    """
    whole: Schema = {}
    for part in parts:
        for key, value in part.items():
            whole[key] = MERGE.get(key, _first)(whole[key], value) if key in whole else value
    return whole


def _first(one: Any, _: Any) -> Any:
    """Merge the values of another keyword in two schemas: return the first one."""
    return one


def _both(one: Any, other: Any) -> Any:
    """Merge two schemas, such as those of `items`: return one that a value fits if it fits both."""
    return one if one == other else {"allOf": [one, other]}


def _members(one: Schema, other: Schema) -> Schema:
    """Merge two values of `properties` or `patternProperties`: return the schemas by name.

    A name of both gets both schemas.
    """
    return {**one, **other, **{name: _both(one[name], other[name]) for name in one if name in other}}


def _shared(one: list[Any], other: list[Any]) -> list[Any]:
    """Merge two values of `enum` or `type`: return the elements that both lists have, in the order of the first."""
    return [value for value in one if value in other]


def _types(one: str | list[str], other: str | list[str]) -> list[str]:
    """Merge two values of `type`: return the types that both allow. An integer is a number too."""
    first, second = ([kinds] if isinstance(kinds, str) else kinds for kinds in (one, other))
    whole = ["integer"] if "integer" in first + second and {"number", "integer"} & set(_shared(first, second)) else []
    mixed = {"integer", "number"} <= {*first, *second}
    return _shared(first, second) or (["integer"] if mixed else whole)


def _additional(one: Any, other: Any) -> Any:
    """Merge two values of `additionalProperties`, booleans or schemas: return the narrower one.

    It is False if one of them is, else both schemas, else the one schema, else True.
    """
    if False in (one, other):
        return False
    return _both(one, other) if isinstance(one, dict) and isinstance(other, dict) else _narrower(one, other)


def _narrower(one: Any, other: Any) -> Any:
    """Return the first of two values of `additionalProperties`, or the second if the first is True."""
    return other if one is True else one


MERGE: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(("properties", "patternProperties"), _members),
    **dict.fromkeys(("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum", "multipleOf"), max),
    **dict.fromkeys(("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"), min),
    **dict.fromkeys(("items", "contains", "propertyNames"), _both),
    "required": lambda one, other: [*one, *(name for name in other if name not in one)],
    "type": _types,
    "enum": _shared,
    "additionalProperties": _additional,
    "nullable": lambda one, other: one and other,
    "uniqueItems": lambda one, other: one or other,
}
