"""The schema keywords about the items of lists."""

from __future__ import annotations

from collections.abc import Iterator

from epilot_targeting_generated.convert import is_list

from ._keyword_check import Check, Json, Location, Schema, SchemaChecker
from ._scalar_keywords import equality_key


def _items(checker: SchemaChecker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `items`: generate the messages about each item of a list that does not fit `inner`.

    The first ones, which `prefixItems` of `schema` has schemas for, are left out. A value that is no list is valid.
    """
    first = len(schema.get("prefixItems", []))
    for index, item in enumerate(value[first:] if is_list(value) else [], first):
        yield from checker.problems(inner, item, location.item(index))


def _prefix(checker: SchemaChecker, _: Schema, schemas: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `prefixItems`: generate the messages about each of the first items that does not fit its schema.

    The first of `schemas` is for the first item, and so on. Items may be missing. A value that is no list is valid.
    """
    for index, (schema, item) in enumerate(zip(schemas, value if is_list(value) else [], strict=False)):
        yield from checker.problems(schema, item, location.item(index))


def _contains(checker: SchemaChecker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `contains`: generate a message if no item of a list fits `inner`, as in an empty list.

    A value that is no list is valid.
    """
    if is_list(value) and not any(checker.fits(inner, item) for item in value):
        yield f"{location} contains no item that matches its schema `contains`"


def _unique(_: SchemaChecker, __: Schema, wanted: bool, value: Json, location: Location) -> Iterator[str]:
    """Check `uniqueItems`: if it is `wanted`, generate a message if two items of a list are equal.

    1 equals 1.0, and true is not 1. A value that is no list is valid.
    """
    if wanted and is_list(value) and len(set(map(equality_key, value))) < len(value):
        yield f"{location} must not contain an item twice"


ARRAY_CHECKS: dict[str, Check] = {
    "items": _items,
    "prefixItems": _prefix,
    "contains": _contains,
    "uniqueItems": _unique,
}
"""The checks by keyword. Each generates the messages about an invalid value."""
