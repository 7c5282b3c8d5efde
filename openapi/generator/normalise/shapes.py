"""Reduce every schema to one form: a `$ref`, one type, a union (`anyOf`) or an intersection (`allOf`)."""

from __future__ import annotations

from typing import Any

from ..json_types import Document, Schema
from .enums import by_value
from .traversal import NULL, Normalised, annotations_of, everywhere, schemas_of
from .unions import tagged

OBJECT = ("properties", "required", "additionalProperties")


def shapes(document: Document) -> Normalised:
    """Split schemas that combine several forms into the parts of an `allOf`."""
    notes: list[str] = []
    names = schemas_of(document).keys()

    def rule(schema: Schema, pointer: str) -> Schema:
        """Bring one schema into one form. Put its pointer before the notes."""
        mine: list[str] = []
        if "anyOf" in schema and "discriminator" in schema:
            schema = {**schema, "anyOf": tagged(schema["anyOf"], schema["discriminator"], names, mine)}
        made = _shape(schema, mine)
        notes.extend(f"{pointer}: {text}" for text in mine)
        return made

    return Normalised(everywhere(document, rule), notes)


def _shape(schema: Schema, notes: list[str]) -> Schema:
    """Return the only part of a schema, or an `allOf` of several. It becomes a union with null if it is nullable."""
    parts = [{"$ref": schema["$ref"]}] if "$ref" in schema else []
    parts += schema.get("allOf", [])
    nullable = schema.get("nullable") is True or _enum_of_null(schema)
    parts += [{"anyOf": schema["anyOf"]}] if "anyOf" in schema else []
    own = _own(schema, notes)
    parts += [own] if own else []
    core = parts[0] if len(parts) == 1 else {"allOf": parts} if parts else {}
    if nullable and core != NULL:
        core = {"anyOf": [core, NULL]} if core else {}
    return {**core, **annotations_of(schema)}


def _enum_of_null(schema: Schema) -> bool:
    """Return whether an enum allows null: in its values, or in its type."""
    # Strictly, both `type` and `enum` must allow null. Authors who write it in one of the two mean that it is allowed.
    return "enum" in schema and (None in schema["enum"] or "null" in schema.get("type", []))


def _own(schema: Schema, notes: list[str]) -> Schema:
    """Return the constraints of a schema itself, or `{}`, without those of its `$ref`, `allOf` and `anyOf`."""
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type") or _guessed(schema)
    if "enum" in schema:
        variants = by_value(schema["enum"], types, notes)
        variants = [_typed(schema, one["type"]) if one["type"] in ("object", "array") else one for one in variants]
    else:
        variants = [_typed(schema, one) for one in dict.fromkeys(types)]
    return variants[0] if len(variants) == 1 else {"anyOf": variants} if variants else {}


def _guessed(schema: Schema) -> list[str]:
    """Return the types that the keywords imply where `type` is missing: object, array, or none."""
    if any(key in schema for key in OBJECT):
        return ["object"]
    return ["array"] if "items" in schema else []


def _typed(schema: Schema, kind: str) -> Schema:
    """Return a schema of one type with the keywords that apply to that type."""
    made: dict[str, Any] = {"type": kind}
    if kind == "object":
        made |= {key: schema[key] for key in OBJECT if key in schema and (schema[key] or key == "additionalProperties")}
    if kind == "array":
        made["items"] = schema.get("items", {})
    if kind == "string" and "format" in schema:
        made["format"] = schema["format"]
    return made
