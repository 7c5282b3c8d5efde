"""Drop keywords without an effect on types, and note those that Python's types do not express."""

from __future__ import annotations

from ..json_types import Document, Schema
from .traversal import ANNOTATIONS, TAGS, Normalised, everywhere

KEPT = {
    "$ref", "type", "format", "nullable", "enum", "properties", "required", "additionalProperties", "items",
    "anyOf", "allOf", "discriminator", *ANNOTATIONS,
} - {TAGS}  # fmt: skip
UNTYPED = (
    "not", "if", "then", "else", "dependentSchemas", "dependentRequired", "dependencies", "unevaluatedProperties",
    "unevaluatedItems",
)  # fmt: skip
"""Keywords that constrain types or fields and that Python's types do not express."""
FORMATS = ("uuid", "date", "date-time", "binary")
"""The formats that have a Python type; any other is dropped."""
UNIONS = ("anyOf", "oneOf")
FIELDS = {"properties", "allOf", "$ref"}
SCHEMAS = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
NOT_ALONE = KEPT - {"nullable", *ANNOTATIONS}
TOGETHER = "combinations of required fields have no Python type; they are not checked"
BARE = {"required", "type", "title", "description"}
"""Keywords of a variant that only requires fields."""


def strip(document: Document) -> Normalised:
    """Keep only keywords with an effect on types; every valid value stays valid."""
    old = str(document.get("openapi", "")).startswith("3.0")
    notes: list[str] = []

    def rule(schema: Schema, pointer: str) -> Schema:
        """Drop the keywords of one schema. Put its pointer before the notes."""
        mine: list[str] = []
        if old and "$ref" in schema:
            made = _reference(schema, mine)
        else:
            made = schema
            for step in (_null, _all_of, _unions, _patterns, _values):
                made = step(made, mine)
            mine += [f"`{key}` has no Python type; the values are not checked" for key in UNTYPED if key in schema]
        notes.extend(f"{pointer}: {text}" for text in mine)
        return {key: value for key, value in made.items() if key in KEPT}

    return Normalised(everywhere(document, rule), notes)


def _reference(schema: Schema, notes: list[str]) -> Schema:
    """Drop the keywords beside a `$ref`, as OpenAPI 3.0 demands."""
    ignored = [key for key in schema if key in (KEPT | {"oneOf"}) - {"$ref", *ANNOTATIONS}]
    notes += [f"`{key}` beside `$ref` has no effect in OpenAPI 3.0 and is ignored" for key in ignored]
    return {key: value for key, value in schema.items() if key not in ignored}


def _null(schema: Schema, notes: list[str]) -> Schema:
    """Read the type null beside other schemas as their null."""
    # Strictly, both must fit, so only null would. Authors mean that null is allowed.
    if schema.get("type") != "null" or SCHEMAS.isdisjoint(schema):
        return schema
    notes.append("the type null beside other schemas is read as: null is allowed too")
    return {**{key: value for key, value in schema.items() if key != "type"}, "nullable": True}


def _all_of(schema: Schema, notes: list[str]) -> Schema:
    """Move parts that only allow null, or only require fields, out of `allOf`."""
    made = dict(schema)
    parts: list[Schema] = []
    for part in schema.get("allOf", []):
        if part.get("nullable") is True and NOT_ALONE.isdisjoint(part):
            # Strictly, this has no effect. Authors mean that null is allowed.
            made["nullable"] = True
            part = {key: value for key, value in part.items() if key != "nullable"}  # noqa: PLW2901
        if {"anyOf", *ANNOTATIONS} >= part.keys() and "anyOf" in part and all(map(_only_requires, part["anyOf"])):
            notes.append(TOGETHER)
        else:
            parts.append(part)
    return {key: value for key, value in {**made, "allOf": parts}.items() if key != "allOf" or value}


def _unions(schema: Schema, notes: list[str]) -> Schema:
    """Turn `oneOf` into `anyOf`; beside an `anyOf`, both go into an `allOf`.

    Drop variants that only require fields, and a discriminator without a union, with a note.
    """
    made = dict(schema)
    for key in UNIONS:
        if key in schema and not FIELDS.isdisjoint(schema) and all(map(_only_requires, schema[key])):
            del made[key]
            notes.append(TOGETHER)
    if "discriminator" in made and not any(key in made for key in UNIONS):
        del made["discriminator"]
        notes.append("`discriminator` without `oneOf` or `anyOf` is ignored; the values are read as this type")
    if "oneOf" not in made:
        return made
    variants = made.pop("oneOf")  # Python's types do not express that exactly one fits
    if "anyOf" in made:
        return {**made, "allOf": [*made.get("allOf", []), {"anyOf": variants}]}
    return {**made, "anyOf": variants}


def _only_requires(variant: Schema) -> bool:
    """Return whether a variant does nothing but require fields."""
    return "required" in variant and variant.keys() <= BARE


def _patterns(schema: Schema, notes: list[str]) -> Schema:
    """Add the schemas of `patternProperties` to `additionalProperties`."""
    if "patternProperties" not in schema:
        return schema
    more = schema.get("additionalProperties", True)
    variants: list[Schema] = [
        *schema["patternProperties"].values(),
        *([] if more is False else [{} if more is True else more]),
    ]
    notes.append("`patternProperties` has no Python type; its schemas are read as additional properties")
    if not variants:
        return schema
    return {**schema, "additionalProperties": variants[0] if len(variants) == 1 else {"anyOf": variants}}


def _values(schema: Schema, _notes: list[str]) -> Schema:
    """Turn `const` into an enum, and octet streams into `format: binary`. Drop other formats than `FORMATS`."""
    made = {**schema, "enum": [schema["const"]]} if "const" in schema else dict(schema)
    if made.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in made:
        made["format"] = "binary"
    if made.get("format") not in FORMATS:
        made.pop("format", None)
    return made
