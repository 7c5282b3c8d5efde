"""Intersect two schemas of one type."""

from __future__ import annotations

from ..json_types import Schema, is_object
from .traversal import annotations_of, without_annotations


class EmptyIntersection(Exception):
    """No value fits both schemas; the message names the reason."""


def same(one: Schema, other: Schema) -> bool:
    """Return whether two schemas are equal, apart from annotations."""
    return without_annotations(one) == without_annotations(other)


def intersection_of_types(one: Schema, other: Schema, where: str) -> Schema:
    """Return the intersection of two schemas of one type each.

    Raises:
        EmptyIntersection: No value fits both.
    """
    kinds = {one["type"], other["type"]}
    if kinds == {"integer", "number"}:
        return _intersection_of_values({**one, "type": "integer"}, {**other, "type": "integer"}, where)
    if len(kinds) > 1:
        raise EmptyIntersection(f"{where}: no value fits all parts of `allOf` ({one['type']} and {other['type']})")
    if kinds == {"object"}:
        return intersection_of_objects(one, other)
    if kinds == {"array"}:
        return {"type": "array", "items": all_of(one["items"], other["items"])}
    return _intersection_of_values(one, other, where)


def _intersection_of_values(one: Schema, other: Schema, where: str) -> Schema:
    """Intersect two schemas of one scalar type: the values in both enums. Two different formats give none.

    Raises:
        EmptyIntersection: No value is in both enums.
    """
    made = {"type": one["type"]}
    if "enum" in one and "enum" in other:
        made["enum"] = [value for value in one["enum"] if value in other["enum"]]
        if not made["enum"]:
            raise EmptyIntersection(f"{where}: no value fits all parts of `allOf` (no value is in both enums)")
    elif "enum" in one or "enum" in other:
        made["enum"] = one.get("enum") or other["enum"]
    else:
        formats = {schema["format"] for schema in (one, other) if "format" in schema}
        made |= {"format": formats.pop()} if len(formats) == 1 else {}
    return made


def all_of(one: Schema, other: Schema) -> Schema:
    """Return the `allOf` of two schemas, to be merged later.

    If they are equal or one has no constraint, return both in one schema.

    Each part occurs once, so that a recursive `allOf` is recognised.
    """
    if same(one, other) or not without_annotations(one) or not without_annotations(other):
        return {**one, **other}
    parts: list[Schema] = []
    for part in (*one.get("allOf", [one]), *other.get("allOf", [other])):
        parts += [] if any(same(part, known) for known in parts) else [part]
    return {"allOf": parts, **annotations_of(one), **annotations_of(other)}


def intersection_of_objects(one: Schema, other: Schema) -> Schema:
    """Return an object with the fields of both."""
    properties = dict(one.get("properties", {}))
    for name, schema in other.get("properties", {}).items():
        properties[name] = all_of(properties[name], schema) if name in properties else schema
    required = list(dict.fromkeys([*one.get("required", []), *other.get("required", [])]))
    made: Schema = {"type": "object"}
    made |= {"properties": properties} if properties else {}
    made |= {"required": required} if required else {}
    return made | _additional(one, other)


def _additional(one: Schema, other: Schema) -> Schema:
    """Return `additionalProperties` of the intersection of two objects; an empty dict if neither has it."""
    # Strictly, a closed part or a map forbids the fields of the other parts. Authors mean: besides those of all parts.
    # So the most permissive part decides, among those that have fields or `additionalProperties`.
    given = [schema["additionalProperties"] for schema in (one, other) if "additionalProperties" in schema]
    limits = [more for more in given if is_object(more)]
    if limits:
        return {"additionalProperties": limits[0] if len(limits) == 1 else all_of(*limits)}
    silent = any("properties" in schema and "additionalProperties" not in schema for schema in (one, other))
    if not given:
        return {}
    return {"additionalProperties": True if silent else any(given)}
