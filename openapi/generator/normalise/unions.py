"""Normalise unions (`anyOf`): flat, without duplicates, null last, and discriminators with a full mapping."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..json_types import SHARED, Document, Schema
from ..read.pointers import schema_name, schema_pointer
from .traversal import NULL, TAGS, annotations_of, component, deep, everywhere, schemas_of, without_annotations


def tagged(
    variants: list[Schema], discriminator: dict[str, Any], names: Collection[str], notes: list[str]
) -> list[Schema]:
    """Annotate variants with the values of the discriminator that select them, since variants may move."""
    tag = discriminator.get("propertyName")
    if not isinstance(tag, str):
        notes.append("`discriminator` has no `propertyName` and is ignored")
        return variants
    values: dict[str, list[str]] = {}
    mapping: Schema = discriminator.get("mapping") or {}
    for value, target in mapping.items():
        name = schema_name(str(target))
        values.setdefault(name, []).append(str(value))
        if {"$ref": schema_pointer(name)} not in [without_annotations(variant) for variant in variants]:
            there = "no variant" if name in names else "no component"
            notes.append(f"`discriminator` maps {value!r} to {target!r}, which is {there}; the entry is ignored")
    shared: list[str] = discriminator.get(SHARED, [])
    return [{**one, TAGS: {**one.get(TAGS, {}), tag: [*_values_of(one, values), *shared]}} for one in variants]


def _values_of(variant: Schema, values: dict[str, list[str]]) -> list[str]:
    """Return the values of the discriminator that select a variant: the mapped ones, or the component's name.

    An inline variant has none.
    """
    if "$ref" not in variant:
        return []
    name = component(variant)
    # The mapping takes precedence: a name that it maps to another variant does not select this one.
    taken = any(name in several for several in values.values())
    return values.get(name, [] if taken else [name])


def join(schema: Schema) -> Schema:
    """Simplify a union; return any other schema as it is.

    A `$ref` with a discriminator stays a union of one variant, since its author expects more.
    """
    if "anyOf" not in schema:
        return schema
    found: list[Schema] = []
    for variant in _flat(schema["anyOf"]):
        _add(found, variant)
    if any(not without_annotations(variant) for variant in found):
        return annotations_of(schema)
    only = found[0]
    if len(found) == 1 and not ("$ref" in only and TAGS in only):
        return {**{key: value for key, value in only.items() if key != TAGS}, **annotations_of(schema)}
    return {"anyOf": sorted(found, key=lambda variant: without_annotations(variant) == NULL), **annotations_of(schema)}


def _flat(variants: list[Schema]) -> list[Schema]:
    """Return the variants of nested unions in one list. Annotations of a nested union go to its variants."""
    flat: list[Schema] = []
    for variant in variants:
        if "anyOf" in variant:
            inherited = variant.get(TAGS, {})
            # A value that selects a nested union selects none of its variants.
            outer: Schema = {TAGS: {tag: [] for tag in inherited}} if inherited else {}
            flat += [{**outer, **inner} for inner in _flat(variant["anyOf"])]
        else:
            flat.append(variant)
    return flat


def _add(found: list[Schema], variant: Schema) -> None:
    """Add a variant unless it is present; join inline enums of one type."""
    for index, other in enumerate(found):
        if without_annotations(other) == without_annotations(variant):
            both = {tag: [*other.get(TAGS, {}).get(tag, []), *values] for tag, values in variant.get(TAGS, {}).items()}
            found[index] = {**other, TAGS: {**other.get(TAGS, {}), **both}} if both else other
            return
        if "enum" in other and "enum" in variant and other["type"] == variant["type"]:
            found[index] = {"type": other["type"], "enum": list(dict.fromkeys([*other["enum"], *variant["enum"]]))}
            return
    found.append(variant)


def simplify(document: Document) -> Document:
    """Simplify every union."""
    return everywhere(document, lambda schema, _pointer: join(schema))


def flatten(document: Document) -> Document:
    """Replace `$ref`s to unions by their variants, and write full discriminator mappings."""
    schemas = schemas_of(document)
    known: dict[str, list[Schema]] = {}

    def expanded(variant: Schema) -> Schema:
        """Return a variant, or the union that it refers to, with its variants expanded."""
        target = schemas[component(variant)] if "$ref" in variant else {}
        if "anyOf" not in target:
            return variant
        name = component(variant)
        if name not in known:  # each once, or unions of unions would double with each level
            known[name] = []
            # Inline variants such as arrays may have unions in them, which the walk over the document does not reach.
            for inner in _flat([expanded(deep(inner, schema_pointer(name), flat)) for inner in target["anyOf"]]):
                _add(known[name], inner)
        tags = {TAGS: variant[TAGS]} if TAGS in variant else {}
        return {"anyOf": known[name], **tags}

    def flat(schema: Schema, _pointer: str) -> Schema:
        """Flatten one union, and write its discriminator; return any other schema as it is."""
        if "anyOf" not in schema:
            return schema
        made = join({**schema, "anyOf": [expanded(variant) for variant in schema["anyOf"]]})
        discriminator = discriminator_of(made["anyOf"], schemas)
        variants = [{key: value for key, value in one.items() if key != TAGS} for one in made["anyOf"]]
        if len(variants) == 1 and not discriminator:
            return {**variants[0], **annotations_of(schema)}
        return {**made, "anyOf": variants, **({"discriminator": discriminator} if discriminator else {})}

    return everywhere(document, flat)


def discriminator_of(variants: list[Schema], schemas: dict[str, Schema]) -> dict[str, Any]:
    """Return the discriminator that selects every variant with fields, or an empty dict.

    A value that several variants share selects none of them: the fields of the object decide. It is listed as shared,
    since it is not newer than the document either.
    """
    objects = [one for one in variants if "$ref" in one and schemas[component(one)].get("type") == "object"]
    for tag in objects[0].get(TAGS, {}) if objects else ():
        chosen: dict[str, set[str]] = {}
        for one in objects:
            for value in _values(one, tag, schemas):
                chosen.setdefault(value, set()).add(one["$ref"])
        mapping = {value: min(references) for value, references in chosen.items() if len(references) == 1}
        if {one["$ref"] for one in objects} == {*mapping.values()}:
            shared = sorted(chosen.keys() - mapping.keys())
            return {"propertyName": tag, "mapping": mapping, **({SHARED: shared} if shared else {})}
    return {}


def _values(variant: Schema, tag: str, schemas: dict[str, Schema]) -> list[str]:
    """Return the values of a property that select a variant.

    They are the mapped ones, or else its constants; there may be none.
    """
    written = variant.get(TAGS, {}).get(tag)
    if written != []:
        return written or []
    found = schemas[component(variant)].get("properties", {}).get(tag, {})
    found = schemas[component(found)] if "$ref" in found else found
    return [value for value in found.get("enum", []) if isinstance(value, str)]
