"""Normalise components: resolve aliases, reject cycles, move null out, and complete `required`."""

from __future__ import annotations

from ..errors import DocumentError
from ..json_types import Document, Schema, is_object
from ..read.pointers import schema_pointer
from .all_of import ADVICE
from .traversal import (
    NULL,
    TAGS,
    Normalised,
    annotations_of,
    component,
    everywhere,
    schemas_of,
    with_schemas,
    without_annotations,
)


def redirect(document: Document) -> Normalised:
    """Replace `$ref`s to components that are `$ref`s themselves by the end of the chain."""
    schemas = schemas_of(document)
    ends = {name: _end(name, schemas) for name in schemas}
    gone = {name: end for name, end in ends.items() if name != end}
    notes = [f"{schema_pointer(name)}: is an alias of {end}, which is the class" for name, end in gone.items()]
    kept = with_schemas(document, {name: schema for name, schema in schemas.items() if name not in gone})

    def rule(schema: Schema, pointer: str) -> Schema:
        """Point a `$ref` to the end of its chain.

        Raises:
            DocumentError: It is unresolved.
        """
        if "$ref" not in schema:
            return schema
        if component(schema) not in ends:
            raise DocumentError(f"{pointer}: unresolved $ref {schema['$ref']!r}")
        return {**schema, "$ref": schema_pointer(ends[component(schema)])}

    return Normalised(everywhere(kept, rule), notes)


def _end(name: str, schemas: dict[str, Schema]) -> str:
    """Return the component at the end of a chain of `$ref`s.

    Raises:
        DocumentError: The chain is circular or unresolved.
    """
    seen = [name]
    while "$ref" in schemas.get(seen[-1], {}):
        after = component(schemas[seen[-1]])
        if after in seen:
            raise DocumentError(f"{schema_pointer(name)}: circular $ref")
        seen.append(after)
    if seen[-1] not in schemas:
        raise DocumentError(f"{schema_pointer(seen[-2])}: unresolved $ref {schema_pointer(seen[-1])!r}")
    return seen[-1]


def reject_cycles(document: Document) -> Document:
    """Reject components that contain themselves without an object in between: Python has no type for them.

    Raises:
        DocumentError: A component does.
    """
    schemas = schemas_of(document)
    inside = {name: set[str]() if one.get("type") == "object" else _inside(one) for name, one in schemas.items()}
    for name in schemas:
        seen: set[str] = set()
        todo = set(inside[name])
        while todo:
            seen |= todo
            todo = set[str]().union(*(inside[one] for one in todo)) - seen
        if name in seen:
            raise DocumentError(f"{schema_pointer(name)}: refers to itself without an object in between; {ADVICE}")
    return document


def _inside(schema: Schema) -> set[str]:
    """Return the components that a schema contains without a field in between.

    They are in its `$ref`, items, maps and unions.
    """
    if "$ref" in schema:
        return {component(schema)}
    if "properties" in schema:
        return set()
    below = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    return set[str]().union(*(_inside(one) for one in below if is_object(one)))


def lift_null(document: Document) -> Document:
    """Move null from components that become classes to the places where they are used."""
    schemas = schemas_of(document)
    lifted = {name: inner for name, one in schemas.items() if (inner := _without_null(one))}

    def rule(schema: Schema, _pointer: str) -> Schema:
        """Replace a `$ref` to a component that was nullable by a union of it and null.

        Annotations move to the union.
        """
        if "$ref" not in schema or component(schema) not in lifted:
            return schema
        notes = annotations_of(schema)
        tags = {TAGS: notes.pop(TAGS)} if TAGS in notes else {}
        return {"anyOf": [{"$ref": schema["$ref"], **tags}, NULL], **notes}

    return everywhere(with_schemas(document, {**schemas, **lifted}), rule)


def _without_null(schema: Schema) -> Schema:
    """Return a nullable class without its null; an empty dict if the schema is anything else."""
    variants = [one for one in schema.get("anyOf", []) if without_annotations(one) != NULL]
    if len(variants) != 1 or not (variants[0].get("type") == "object" or "enum" in variants[0]):
        return {}
    return {**variants[0], **annotations_of(schema)}


def complete(document: Document) -> Normalised:
    """Add a property for each name in `required` that has none: of the type of `additionalProperties`, or any."""
    notes: list[str] = []

    def rule(schema: Schema, pointer: str) -> Schema:
        """Add the missing properties of one schema. Note where `additionalProperties` forbids them."""
        properties = schema.get("properties", {})
        missing = [name for name in schema.get("required", []) if name not in properties]
        if not missing:
            return schema
        more = schema.get("additionalProperties")
        if more is False:
            notes.append(f"{pointer}: `required` has {', '.join(missing)}, which it forbids; they are allowed")
        more = more if is_object(more) else {}
        return {**schema, "properties": {**properties, **dict.fromkeys(missing, more)}}

    return Normalised(everywhere(document, rule), notes)
