"""What the generator takes: the normal form of schemas, written down a second time to check the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.naming.class_names import class_name
from generator.normalise.traversal import map_roots
from generator.read.pointers import SCHEMA_PREFIX, schema_name
from generator.upstream import snake_case

NOTES = {"description", "readOnly", "writeOnly", "deprecated"}
SCALARS = {"integer", "number", "boolean", "null"}
FORMATS = {"uuid", "date", "date-time", "binary"}


def faults(document: dict[str, Any]) -> list[str]:
    """List what is not normal in a document."""
    found: list[str] = []
    schemas = document.get("components", {}).get("schemas", {})

    def look(schema: Any, root: Any) -> Any:
        found.extend(
            f"{root.pointer}: {fault}" for fault in _faults(schema, schemas, root.pointer.startswith(SCHEMA_PREFIX))
        )
        return schema

    map_roots(document, look)
    modules = [snake_case(name) for name in schemas]
    found += [f"{name}: no name of a class" for name in schemas if class_name(name) != name]
    found += [f"{name}: a module of two" for name in schemas if modules.count(snake_case(name)) > 1]
    return found


def _faults(schema: dict[str, Any], schemas: dict[str, Any], is_component: bool) -> Iterator[str]:
    keys = set(schema) - NOTES
    match schema:
        case {"$ref": str(ref)}:
            if is_component or keys != {"$ref"} or schema_name(ref) not in schemas:
                yield f"reference {schema}"
        case {"anyOf": list(variants)}:
            yield from _union(schema, variants, keys, schemas)
        case {"enum": list(values), "type": kind}:
            classes = {type(value) for value in values}
            names = schema.get("x-enum-varnames", values)
            wrong = not is_component or keys - {"type", "enum", "x-enum-varnames"} or len(set(names)) != len(values)
            if wrong or classes != {{"string": str, "integer": int}[kind]} or len(set(values)) != len(values):
                yield f"enum {schema}"
        case {"type": "array", "items": dict(items)}:
            if keys != {"type", "items"}:
                yield f"array {schema}"
            yield from _faults(items, schemas, is_component=False)
        case {"type": "object", "additionalProperties": more}:
            yield from _object(schema, keys, is_component)
            for one in [*schema.get("properties", {}).values(), *([more] if isinstance(more, dict) else [])]:
                yield from _faults(one, schemas, is_component=False)
        case {"type": "string"}:
            if keys - {"type", "format"} or schema.get("format", "uuid") not in FORMATS:
                yield f"string {schema}"
        case _:
            if keys - {"type"} or schema.get("type", "null") not in SCALARS:
                yield f"nothing known: {schema}"


def _union(schema: dict[str, Any], variants: list[Any], keys: set[str], schemas: dict[str, Any]) -> Iterator[str]:
    nulls = [index for index, one in enumerate(variants) if one.get("type") == "null"]
    bare = [{key: value for key, value in one.items() if key not in NOTES} for one in variants]
    targets = [schemas.get(schema_name(one.get("$ref", "")), {}) for one in variants]
    nested = [one for one in [*variants, *targets] if "anyOf" in one]
    twice = any(bare.count(one) > 1 for one in bare)
    least = 1 if "discriminator" in schema else 2  # more variants will come
    if keys - {"anyOf", "discriminator"} or len(variants) < least or nulls not in ([], [len(variants) - 1]):
        yield f"choice {schema}"
    if nested or twice or {} in bare:
        yield f"variants {schema}"
    mapping = schema.get("discriminator", {"mapping": {}})["mapping"]
    if any({"$ref": ref} not in bare for ref in mapping.values()):
        yield f"discriminator {schema}"
    for one in variants:
        yield from _faults(one, schemas, is_component=False)


def _object(schema: dict[str, Any], keys: set[str], is_component: bool) -> Iterator[str]:
    allowed = {"type", "additionalProperties"} | ({"properties", "required"} if is_component else {"title"})
    required, properties = schema.get("required", []), schema.get("properties", {})
    if keys - allowed or set(required) - set(properties) or len(set(required)) != len(required):
        yield f"object {schema}"
    if (not required and "required" in keys) or (not properties and "properties" in keys):
        yield f"empty keyword {schema}"
