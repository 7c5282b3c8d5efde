"""Prepare normalised schemas for openapi_python_client, so that it loses neither fields nor discriminators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..json_types import Schema, is_array, is_object

SINGLE = "x-single"
"""Whether the union has one variant, and not null."""


def with_discriminators(node: Any) -> Any:
    """Return schemas whose unions carry their discriminator as their `example`.

    The parser drops discriminators and keeps examples, which the normal form does not have. Two unions of the same
    variants may have different discriminators, so a union cannot be recognised by its variants.

    The parser takes a union of one variant for that variant. It gets null as a second one, which the example marks as
    no value of the union.
    """
    if is_array(node):
        return [with_discriminators(item) for item in node]
    if not is_object(node):
        return node
    made = {key: with_discriminators(item) for key, item in node.items()}
    if is_object(node.get("discriminator")) and is_array(node.get("anyOf")):
        is_single = len(node["anyOf"]) == 1
        made["anyOf"] += [{"type": "null"}] * is_single
        made["example"] = json.dumps({**node["discriminator"], SINGLE: is_single})
    return made


def mangle_field_names(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return component schemas whose field names cannot collide: the parser rejects `id` beside `_id`."""
    return {
        name: {**schema, **_mangled_fields(schema)} if "properties" in schema else schema
        for name, schema in schemas.items()
    }


def _mangled_fields(schema: Schema) -> Schema:
    """Return `properties` and `required` of a schema with mangled names."""
    properties = {mangle(name): inner for name, inner in schema["properties"].items()}
    return {"properties": properties, "required": [mangle(name) for name in schema.get("required", [])]}


def mangle(name: str) -> str:
    """Encode a field name as `p_` and hexadecimal digits."""
    return f"p_{name.encode().hex()}"


def unmangle(name: str) -> str:
    """Decode a mangled field name."""
    return bytes.fromhex(name.removeprefix("p_")).decode()
