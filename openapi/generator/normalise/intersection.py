"""What two schemas of one type have in common."""

from __future__ import annotations

from ..json_types import Schema, is_object
from .traversal import bare, notes_of


class Impossible(Exception):
    """No value fits both; the message says why."""


def same(one: Schema, other: Schema) -> bool:
    """Tell whether two schemas say the same of their values."""
    return bare(one) == bare(other)


def meet_types(one: Schema, other: Schema, where: str) -> Schema:
    """Give what fits both of two schemas of one type each.

    Raises:
        Impossible: Nothing does.
    """
    kinds = {one["type"], other["type"]}
    if kinds == {"integer", "number"}:
        return _meet_values({**one, "type": "integer"}, {**other, "type": "integer"}, where)
    if len(kinds) > 1:
        raise Impossible(f"{where}: the parts of `allOf` can't all hold ({one['type']} and {other['type']})")
    if kinds == {"object"}:
        return meet_objects(one, other)
    if kinds == {"array"}:
        return {"type": "array", "items": both(one["items"], other["items"])}
    return _meet_values(one, other, where)


def _meet_values(one: Schema, other: Schema, where: str) -> Schema:
    made = {"type": one["type"]}
    if "enum" in one and "enum" in other:
        made["enum"] = [value for value in one["enum"] if value in other["enum"]]
        if not made["enum"]:
            raise Impossible(f"{where}: the parts of `allOf` can't all hold (no value is in both enums)")
    elif "enum" in one or "enum" in other:
        made["enum"] = one.get("enum") or other["enum"]
    else:
        formats = {schema["format"] for schema in (one, other) if "format" in schema}
        made |= {"format": formats.pop()} if len(formats) == 1 else {}
    return made


def both(one: Schema, other: Schema) -> Schema:
    """Ask for both of two schemas; they are merged when it's their turn.

    Each part stands there once, so that a sum that leads to itself is seen to be the same.
    """
    if same(one, other) or not bare(one) or not bare(other):
        return {**one, **other}
    parts: list[Schema] = []
    for part in (*one.get("allOf", [one]), *other.get("allOf", [other])):
        parts += [] if any(same(part, known) for known in parts) else [part]
    return {"allOf": parts, **notes_of(one), **notes_of(other)}


def meet_objects(one: Schema, other: Schema) -> Schema:
    """Give an object with the fields of both."""
    properties = dict(one.get("properties", {}))
    for name, schema in other.get("properties", {}).items():
        properties[name] = both(properties[name], schema) if name in properties else schema
    required = list(dict.fromkeys([*one.get("required", []), *other.get("required", [])]))
    made: Schema = {"type": "object"}
    made |= {"properties": properties} if properties else {}
    made |= {"required": required} if required else {}
    return made | _additional(one, other)


def _additional(one: Schema, other: Schema) -> Schema:
    # By the letter a part that is closed, or a map, forbids the fields of the other parts. What everybody means is:
    # beside those of all parts. So the part that allows most decides, and one that says nothing of fields has no vote.
    said = [schema["additionalProperties"] for schema in (one, other) if "additionalProperties" in schema]
    limits = [more for more in said if is_object(more)]
    if limits:
        return {"additionalProperties": limits[0] if len(limits) == 1 else both(*limits)}
    silent = any("properties" in schema and "additionalProperties" not in schema for schema in (one, other))
    if not said:
        return {}
    return {"additionalProperties": True if silent else any(said)}
