"""Merge the schemas of an `allOf`, to generate values. The values are validated against the whole schema later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._keyword_check import Schema


def merge_all_of(parts: list[Schema]) -> Schema:
    """Return the intersection of the schemas of an `allOf` as one new schema: the narrowest limits, the members of all.

    Of a keyword that `MERGE` does not have, the first value stays. Schemas that exclude each other are no error. A
    value that fits the result may be invalid: the caller validates it against the whole schema.

    Args:
        parts: The schemas, without `$ref`, `allOf`, `anyOf` and `oneOf` at their top. They are not changed, but the
            result shares values with them. Without any, the result is an empty schema.
    """
    whole: Schema = {}
    for part in parts:
        for key, value in part.items():
            whole[key] = MERGE.get(key, _first)(whole[key], value) if key in whole else value
    return whole


def _first(one: Any, _: Any) -> Any:
    """Return the first of the values that two schemas have for a keyword which `MERGE` does not have."""
    return one


def _both(one: Schema | bool, other: Schema | bool) -> Schema | bool:
    """Return a schema for the values that fit both schemas: an `allOf` of both, or the one schema if they are equal.

    `merge_all_of` calls this for two values of `items`, `contains` or `propertyNames`.
    """
    return one if one == other else {"allOf": [one, other]}


def _members(one: Schema, other: Schema) -> Schema:
    """Return the schemas of two values of `properties` or `patternProperties`, by name.

    A name that both have gets an `allOf` of its two schemas, or the one schema if they are equal.
    """
    return {**one, **other, **{name: _both(one[name], other[name]) for name in one if name in other}}


def _shared(one: list[Any], other: list[Any]) -> list[Any]:
    """Return a new list of the elements that two lists both have, in the order of the first.

    It may be empty. The lists are values of `enum`, or names of types. Elements are compared by `==`, so 1
    equals True; the generated values are validated later.
    """
    return [value for value in one if value in other]


def _types(one: str | list[str], other: str | list[str]) -> list[str]:
    """Return the types that two values of `type` both allow, which may be none. An integer is a number too."""
    first, second = (_with_integer([kinds] if isinstance(kinds, str) else kinds) for kinds in (one, other))
    shared = _shared(first, second)
    return [kind for kind in shared if kind != "integer" or "number" not in shared]


def _with_integer(kinds: list[str]) -> list[str]:
    """Return types, and `integer` behind them if `number` is one of them and `integer` is none."""
    return [*kinds, "integer"] if "number" in kinds and "integer" not in kinds else kinds


def _additional(one: Schema | bool, other: Schema | bool) -> Schema | bool:
    """Return a value of `additionalProperties` that allows only what two values both allow.

    It is False if one of them is. If one is True, it is the other one. For two schemas it is an `allOf` of
    both, or the one schema if they are equal.
    """
    if False in (one, other):
        return False
    return _both(one, other) if isinstance(one, dict) and isinstance(other, dict) else _narrower(one, other)


def _narrower(one: Schema | bool, other: Schema | bool) -> Schema | bool:
    """Return the narrower of two values of `additionalProperties`, of which at least one is True: the other one.

    `_additional` calls this when neither is False, and not both are schemas.
    """
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
