"""The schema keywords that combine schemas, such as `allOf`, and the discriminators of unions."""

from __future__ import annotations

from collections.abc import Iterator

from ._keyword_check import Check, Json, Location, Schema, SchemaChecker
from ._object_keywords import members


def _all_of(checker: SchemaChecker, _: Schema, parts: list[Schema], value: Json, location: Location) -> Iterator[str]:
    """Check `allOf`: generate the messages of each of its `parts` about the value. There are none if it fits all.

    `parts` are its schemas, which may be a `$ref`.
    """
    for part in parts:
        yield from checker.problems(part, value, location)


def _any_of(
    checker: SchemaChecker, schema: Schema, parts: list[Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `anyOf`: generate one message if the value fits none of its schemas.

    With a discriminator, generate the messages of `_check_variant` instead: about the schema that it names. `schema`
    has the keyword, and `parts` are its schemas, which may be a `$ref`.
    """
    if "discriminator" in schema:
        yield from _check_variant(checker, schema["discriminator"], parts, value, location)
        return
    found = [list(checker.problems(part, value, location)) for part in parts]
    if all(found):
        yield f"{location} matches none of its forms: {min(found, key=len)[0]}"


def _one_of(
    checker: SchemaChecker, schema: Schema, parts: list[Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `oneOf`: generate one message unless the value fits exactly one of its schemas.

    With a discriminator, generate the messages of `_check_variant` instead: about the schema that it names.
    `schema` has the keyword, and `parts` are its schemas, which may be a `$ref`.
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
    checker: SchemaChecker, discriminator: Schema, parts: list[Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check a value of a union against the variant that its discriminator names, and generate the messages about it.

    A value that names no variant, such as one that is no object, gets one message.

    `discriminator` is the discriminator object of the union, and `parts` are the schemas of all variants, each a
    `$ref`.
    """
    name = discriminator["propertyName"]
    stated = members(value).get(name)
    chosen = next((part for part in parts if stated and stated in discriminator_values(discriminator, part)), None)
    if chosen is None:
        yield f"{location.member(name)} must name one of the forms"
    else:
        yield from checker.problems(chosen, value, location)


def _not(checker: SchemaChecker, _: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `not`: generate a message if the value fits `inner`."""
    if checker.fits(inner, value, location):
        yield f"{location} matches a form that is not allowed"


def _if(checker: SchemaChecker, schema: Schema, inner: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `if`: generate the messages of `then` of `schema` if the value fits `inner`, else those of its `else`.

    If that keyword is absent, there are none.
    """
    branch = "then" if checker.fits(inner, value, location) else "else"
    yield from checker.problems(schema.get(branch, True), value, location)


COMBINING_CHECKS: dict[str, Check] = {
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
}
"""The checks by keyword. Each generates the messages about an invalid value."""
