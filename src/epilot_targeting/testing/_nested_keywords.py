"""The schema keywords that contain schemas: members of objects, items of arrays, combined schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from epilot_targeting_generated.convert import is_list

from ._patterns import compile_pattern
from ._scalar_keywords import Check, Json, Location, Schema, equality_key, is_object

if TYPE_CHECKING:
    from ._schema import Checker


def members(value: Json) -> dict[str, Json]:
    """Return the members of a JSON object by name. For another value, return an empty dict."""
    return value if is_object(value) else {}


def _properties(
    checker: Checker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `properties`: generate the messages about each member that it lists and that does not fit its schema.

    A member that is missing is valid, and so is a value that is no object.
    """
    for name, schema in known.items():
        if name in members(value):
            yield from checker.problems(schema, value[name], location.member(name))


def _required(_: Checker, __: Schema, names: list[str], value: Json, location: Location) -> Iterator[str]:
    """Check `required`: generate a message for each member that it lists and that is missing.

    Members in `location.optional` may be missing: only the other direction, request or response, has them. A value that
    is no object is valid.
    """
    if is_object(value):
        missing = [name for name in names if name not in value and name not in location.optional]
        yield from (f"{location.member(name)} is missing" for name in missing)


def additional_members(schema: Schema, value: Json) -> list[str]:
    """Return the names of an object's members that `properties` and `patternProperties` of a schema do not list.

    They are subject to `additionalProperties`. Another value than an object has none.
    """
    patterns = [compile_pattern(pattern) for pattern in schema.get("patternProperties", {})]
    unknown = [name for name in members(value) if name not in schema.get("properties", {})]
    return [name for name in unknown if not any(pattern.search(name) for pattern in patterns)]


def _additional(
    checker: Checker, schema: Schema, allowed: bool | Schema, value: Json, location: Location
) -> Iterator[str]:
    """Check `additionalProperties`: generate the messages about each member that the schema does not list.

    `allowed` is the schema of such members, or whether they are allowed.
    """
    for name in additional_members(schema, value) if allowed is not True else ():
        yield from checker.problems(allowed, value[name], location.member(name))


def _by_pattern(
    checker: Checker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `patternProperties`: generate the messages about each member whose name matches a pattern.

    `known` has the schemas of such members, by pattern.
    """
    for pattern, schema in known.items():
        for name in filter(compile_pattern(pattern).search, members(value)):
            yield from checker.problems(schema, value[name], location.member(name))


def _names(checker: Checker, _: Schema, schema: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `propertyNames`: generate the messages about each name of a member that does not fit the schema.

    A value that is no object is valid.
    """
    for name in members(value):
        yield from checker.problems(schema, name, Location(f"the name {location.member(name)}"))


def _dependent(_: Checker, __: Schema, wanted: dict[str, list[str]], value: Json, location: Location) -> Iterator[str]:
    """Check `dependentRequired`: generate a message for each member that is missing although another one requires it.

    `wanted` has the names that are required, by the name of the member that requires them.
    """
    for name in set(wanted) & set(members(value)):
        yield from (f"{location.member(other)} is missing" for other in wanted[name] if other not in value)


def _items(checker: Checker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `items`: generate the messages about each item of a list that does not fit the schema.

    The first ones, which `prefixItems` has schemas for, are left out. A value that is no list is valid.
    """
    first = len(schema.get("prefixItems", []))
    for index, item in enumerate(value[first:] if is_list(value) else [], first):
        yield from checker.problems(inner, item, location.item(index))


def _prefix(checker: Checker, _: Schema, schemas: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `prefixItems`: generate the messages about each of the first items that does not fit its own schema.

    Items may be missing. A value that is no list is valid.
    """
    for index, (schema, item) in enumerate(zip(schemas, value if is_list(value) else [], strict=False)):
        yield from checker.problems(schema, item, location.item(index))


def _contains(checker: Checker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `contains`: generate a message if no item of a list fits the schema, as in an empty list.

    A value that is no list is valid.
    """
    if is_list(value) and not any(checker.fits(inner, item) for item in value):
        yield f"{location} contains no item that matches its schema `contains`"


def _unique(_: Checker, __: Schema, wanted: bool, value: Json, location: Location) -> Iterator[str]:
    """Check `uniqueItems`: if it is true, generate a message if two items of a list are equal.

    A value that is no list is valid.
    """
    if wanted and is_list(value) and len(set(map(equality_key, value))) < len(value):
        yield f"{location} must not contain an item twice"


def _all_of(checker: Checker, _: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `allOf`: generate the messages about the value of each of its schemas. There are none if it fits all."""
    for part in parts:
        yield from checker.problems(part, value, location)


def _any_of(checker: Checker, schema: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `anyOf`: generate a message if the value fits none of its schemas.

    With a discriminator, generate the messages of the schema that it names.
    """
    if "discriminator" in schema:
        yield from _check_variant(checker, schema["discriminator"], parts, value, location)
        return
    found = [list(checker.problems(part, value, location)) for part in parts]
    if all(found):
        yield f"{location} matches none of its forms: {min(found, key=len)[0]}"


def _one_of(checker: Checker, schema: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `oneOf`: generate a message if the value fits none of its schemas, or several.

    With a discriminator, generate the messages of the schema that it names.
    """
    yield from _any_of(checker, schema, parts, value, location)
    if "discriminator" not in schema and sum(checker.fits(part, value, location) for part in parts) > 1:
        yield f"{location} matches more than one of its forms"


def discriminator_values(discriminator: Schema, part: Schema) -> list[str]:
    """Return the discriminator values that select a variant of a union: those of its mapping, then its schema's name.

    Args:
        discriminator: The discriminator object of the union.
        part: The schema of the variant, which is a `$ref`.
    """
    schema_name = part.get("$ref", "").rpartition("/")[2]
    mapped = discriminator.get("mapping", {})
    return [value for value, target in mapped.items() if target in (part.get("$ref"), schema_name)] + [schema_name]


def _check_variant(
    checker: Checker, discriminator: Schema, parts: list[Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check a value of a union against the variant that its discriminator names, and generate the messages about it.

    A value that names no variant gets one message.

    `discriminator` is the discriminator object of the union, and `parts` are the schemas of all variants.
    """
    name = discriminator["propertyName"]
    stated = members(value).get(name)
    chosen = next((part for part in parts if stated and stated in discriminator_values(discriminator, part)), None)
    if chosen is None:
        yield f"{location.member(name)} must name one of the forms"
    else:
        yield from checker.problems(chosen, value, location)


def _not(checker: Checker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `not`: generate a message if the value fits the schema."""
    if checker.fits(inner, value, location):
        yield f"{location} matches a form that is not allowed"


def _if(checker: Checker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `if`: generate the messages of `then` if the value fits the schema, else those of `else`."""
    branch = "then" if checker.fits(inner, value, location) else "else"
    yield from checker.problems(schema.get(branch, True), value, location)


NESTED_CHECKS: dict[str, Check] = {
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "patternProperties": _by_pattern,
    "propertyNames": _names,
    "dependentRequired": _dependent,
    "items": _items,
    "prefixItems": _prefix,
    "contains": _contains,
    "uniqueItems": _unique,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
}
"""The checks by keyword. Each generates the messages about an invalid value."""
