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
    """Return the members of an object. Another value has none."""
    return value if is_object(value) else {}


def _properties(
    checker: Checker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `properties`: each member that it lists against its schema."""
    for name, schema in known.items():
        if name in members(value):
            yield from checker.problems(schema, value[name], location.member(name))


def _required(_: Checker, __: Schema, names: list[str], value: Json, location: Location) -> Iterator[str]:
    """Check `required`: no member that it lists is missing, except for those of the other direction."""
    if is_object(value):
        missing = [name for name in names if name not in value and name not in location.optional]
        yield from (f"{location.member(name)} is missing" for name in missing)


def additional_members(schema: Schema, value: Json) -> list[str]:
    """Return the names of the members that the schema does not list."""
    patterns = [compile_pattern(pattern) for pattern in schema.get("patternProperties", {})]
    unknown = [name for name in members(value) if name not in schema.get("properties", {})]
    return [name for name in unknown if not any(pattern.search(name) for pattern in patterns)]


def _additional(
    checker: Checker, schema: Schema, allowed: bool | Schema, value: Json, location: Location
) -> Iterator[str]:
    """Check `additionalProperties`: each other member against its schema, or False."""
    for name in additional_members(schema, value) if allowed is not True else ():
        yield from checker.problems(allowed, value[name], location.member(name))


def _by_pattern(
    checker: Checker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `patternProperties`: each member whose name matches a pattern against its schema."""
    for pattern, schema in known.items():
        for name in filter(compile_pattern(pattern).search, members(value)):
            yield from checker.problems(schema, value[name], location.member(name))


def _names(checker: Checker, _: Schema, schema: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `propertyNames`: each name of a member against the schema."""
    for name in members(value):
        yield from checker.problems(schema, name, Location(f"the name {location.member(name)}"))


def _dependent(_: Checker, __: Schema, wanted: dict[str, list[str]], value: Json, location: Location) -> Iterator[str]:
    """Check `dependentRequired`: members that are required if another one is there."""
    for name in set(wanted) & set(members(value)):
        yield from (f"{location.member(other)} is missing" for other in wanted[name] if other not in value)


def _items(checker: Checker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `items`: each item behind those of `prefixItems` against the schema."""
    first = len(schema.get("prefixItems", []))
    for index, item in enumerate(value[first:] if is_list(value) else [], first):
        yield from checker.problems(inner, item, location.item(index))


def _prefix(checker: Checker, _: Schema, schemas: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `prefixItems`: each of the first items against its own schema."""
    for index, (schema, item) in enumerate(zip(schemas, value if is_list(value) else [], strict=False)):
        yield from checker.problems(schema, item, location.item(index))


def _contains(checker: Checker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `contains`: one item at least conforms to the schema."""
    if is_list(value) and not any(checker.fits(inner, item) for item in value):
        yield f"{location} contains no item that matches its schema `contains`"


def _unique(_: Checker, __: Schema, wanted: bool, value: Json, location: Location) -> Iterator[str]:
    """Check `uniqueItems`: no two items are equal."""
    if wanted and is_list(value) and len(set(map(equality_key, value))) < len(value):
        yield f"{location} must not contain an item twice"


def _all_of(checker: Checker, _: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `allOf`: the value against each schema."""
    for part in parts:
        yield from checker.problems(part, value, location)


def _any_of(checker: Checker, schema: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `anyOf`: the value conforms to one schema, or to the one that its discriminator names."""
    if "discriminator" in schema:
        yield from _check_variant(checker, schema["discriminator"], parts, value, location)
        return
    found = [list(checker.problems(part, value, location)) for part in parts]
    if all(found):
        yield f"{location} matches none of its forms: {min(found, key=len)[0]}"


def _one_of(checker: Checker, schema: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `oneOf`: the value conforms to exactly one schema, or to the one that its discriminator names."""
    yield from _any_of(checker, schema, parts, value, location)
    if "discriminator" not in schema and sum(checker.fits(part, value, location) for part in parts) > 1:
        yield f"{location} matches more than one of its forms"


def discriminator_values(discriminator: Schema, part: Schema) -> list[str]:
    """Return the discriminator values of a variant, the default one last."""
    schema_name = part.get("$ref", "").rpartition("/")[2]
    mapped = discriminator.get("mapping", {})
    return [value for value, target in mapped.items() if target in (part.get("$ref"), schema_name)] + [schema_name]


def _check_variant(
    checker: Checker, discriminator: Schema, parts: list[Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check a value against the schema that its discriminator names."""
    name = discriminator["propertyName"]
    stated = members(value).get(name)
    chosen = next((part for part in parts if stated and stated in discriminator_values(discriminator, part)), None)
    if chosen is None:
        yield f"{location.member(name)} must name one of the forms"
    else:
        yield from checker.problems(chosen, value, location)


def _not(checker: Checker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `not`: the value does not conform to the schema."""
    if checker.fits(inner, value, location):
        yield f"{location} matches a form that is not allowed"


def _if(checker: Checker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `if`: the value against `then` if it conforms to the schema, and against `else` otherwise."""
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
