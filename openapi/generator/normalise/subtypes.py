"""Expand base components that list their own subtypes."""

from __future__ import annotations

from ..json_types import Document, Schema
from .traversal import component, schemas_of, with_schemas


def extends(schemas: dict[str, Schema], name: str, base: str) -> bool:
    """Return whether a component has a base among the parts of its `allOf`, at any depth. It extends itself too."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current == base:
            return True
        if current in schemas and current not in seen:
            seen.add(current)
            todo += [component(part) for part in _parts(schemas[current]) if "$ref" in part]
    return False


def _parts(schema: Schema) -> list[Schema]:
    """Return the parts of an `allOf`, or the schema itself as the only part."""
    return schema.get("allOf") or [schema]


def expand_bases(document: Document) -> Document:
    """Replace a base in the `allOf` of its subtypes by its parts, without the union of subtypes.

    Taken literally, a base that lists its subtypes, each of which extends the base, is infinite.
    """
    schemas = schemas_of(document)

    def without_union(part: Schema, name: str) -> list[Schema]:
        """Return a part as it is, or the parts of the base it refers to, without the union that lists the component."""
        if "$ref" not in part or component(part) not in schemas:
            return [part]
        parts = _parts(schemas[component(part)])
        rest = [one for one in parts if not _lists_subtype(schemas, one, name)]
        return [part] if len(rest) == len(parts) else rest

    def own(name: str, schema: Schema) -> Schema:
        """Expand the bases in the `allOf` of one component."""
        if "allOf" not in schema:
            return schema
        return {**schema, "allOf": [one for part in schema["allOf"] for one in without_union(part, name)]}

    return with_schemas(document, {name: own(name, schema) for name, schema in schemas.items()})


def _lists_subtype(schemas: dict[str, Schema], part: Schema, name: str) -> bool:
    """Return whether a part is a union with a variant that extends the component."""
    variants = [component(one) for one in part.get("anyOf", []) if "$ref" in one]
    return any(extends(schemas, variant, name) for variant in variants)
