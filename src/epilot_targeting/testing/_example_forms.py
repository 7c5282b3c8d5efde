"""The alternatives of a schema, each without `$ref` and combinations, and the JSON types that a schema allows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from typing import TypeAlias

from ._all_of import merge_all_of
from ._combining_keywords import discriminator_values
from ._keyword_check import Schema
from ._scalar_keywords import types_of
from ._schema import Checker

Followed: TypeAlias = frozenset[str]
"""The references that are being followed, to stop at recursive ones."""


def forms_of(checker: Checker, schema: Schema | bool, followed: Followed) -> Iterator[tuple[Schema, Followed]]:
    """Generate the alternatives of a schema, each without `$ref`, `allOf`, `anyOf` and `oneOf` at its top.

    An alternative is the schema merged with each part of `allOf`, and with one of `anyOf` and one of `oneOf`.
    There may be no value that fits it. The schema True has the alternative `{}`. False has none, and neither
    has a `$ref` in `followed`.

    Each alternative comes with the `$ref`s that were followed to it, for schemas inside of it.

    Args:
        checker: The checker of the document.
        schema: The schema.
        followed: The `$ref`s, such as `#/components/schemas/Recipient`, that were followed to this schema. They
            are not followed again, so that a recursive schema ends.

    Raises:
        UnknownKeyword: A `$ref` is unresolved.
    """
    if isinstance(schema, bool):
        yield from [({}, followed)] if schema else []
        return
    if schema.get("$ref") in followed:
        return
    opened = checker.opened(schema)
    # A `$ref` with keywords beside it may have become an `allOf` of both: then it is followed as a part of that.
    if "$ref" in schema and opened is checker.resolve(schema):
        followed = followed | {schema["$ref"]}
    schema = opened
    groups = [forms_of(checker, part, followed) for part in schema.get("allOf", ())]
    for key in ("oneOf", "anyOf"):
        if key in schema:
            variants = [_with_discriminator(schema.get("discriminator"), part) for part in schema[key]]
            groups.append(chain.from_iterable([forms_of(checker, part, followed) for part in variants]))
    own = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
    for parts in product(*groups):
        yield merge_all_of([own, *(form for form, _ in parts)]), followed.union(*(inner for _, inner in parts))


def _with_discriminator(discriminator: Schema | None, part: Schema) -> Schema:
    """Return a schema for the values that fit a variant of a union and that the discriminator gives to this variant.

    The discriminator values are those of `discriminator_values`.

    Args:
        discriminator: The discriminator object of the union. None: `part` is returned as it is.
        part: The schema of the variant, as the union has it: a `$ref`.
    """
    if discriminator is None:
        return part
    name = discriminator["propertyName"]
    named = {"properties": {name: {"enum": discriminator_values(discriminator, part)}}, "required": [name]}
    return {"allOf": [named, part]}


def possible_types(form: Schema) -> list[str]:
    """Return the JSON types that a schema allows, in `type` or, without it, as its keywords suggest.

    Without `type`, the usual types follow those that keywords suggest, so that one may be there twice. Only the
    keywords of the schema itself count: a `$ref` or `allOf` is not followed. The list may be that of the schema: do not
    change it.
    """
    if "type" in form:
        return types_of(form)
    hints = {
        "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
        "array": ("items", "prefixItems", "minItems", "uniqueItems", "contains"),
        "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
    }
    guessed = [kind for kind, keywords in hints.items() if any(keyword in form for keyword in keywords)]
    return [*guessed, "string", "integer", "object", "array", "boolean", "null"]
