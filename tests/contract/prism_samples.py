"""Build values from schemas: for each one the least, the most, each optional part alone and each value of an enum."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]
NEW_ID = "0b5b7d2c-95a6-4c3c-8d4e-2f1c6a7b8d90"
AWKWARD = "ä &=?#%/+,;:\"'\\"
STRINGS = {
    "uuid": NEW_ID,
    "date": "2026-01-02",
    "date-time": "2026-01-02T03:04:05Z",
    "time": "03:04:05Z",
    "email": "a@example.com",
    "uri": "https://example.com/",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "byte": "dGV4dA==",
}


class NoSampleError(Exception):
    """No value can be built from a schema."""


class Samples:
    """The values of a document's schemas; the first of each is the usual one."""

    def __init__(self, document: Schema) -> None:
        self.document = document

    def resolve(self, node: Schema) -> Schema:
        """Follow references until there is none."""
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].split("/")[1:]:
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def flat(self, schema: Schema) -> Schema:
        """Return the schema with its references followed and its `allOf` merged."""
        schema = self.resolve(schema)
        merged = {key: value for key, value in schema.items() if key != "allOf"}
        for part in map(self.flat, schema.get("allOf", [])):
            properties = {**merged.get("properties", {}), **part.get("properties", {})}
            required = [*merged.get("required", []), *part.get("required", [])]
            merged = {**part, **merged, "properties": properties, "required": required}
        return merged

    def values(self, schema: Schema) -> list[Any]:
        """Return values that the schema allows.

        Raises:
            NoSampleError: None can be built.
        """
        flat = self.flat(schema)
        variants = flat.get("anyOf") or flat.get("oneOf")
        if variants:
            return _unique(value for variant in variants for value in self.values(variant))
        if "const" in flat or "enum" in flat:
            return list(flat.get("enum") or [flat["const"]])
        kinds = flat.get("type") or ("object" if "properties" in flat else "array" if "items" in flat else "string")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        found = [value for kind in kinds if kind != "null" for value in self._of_kind(kind, flat)]
        return _unique([*found, *([None] if flat.get("nullable") or "null" in kinds else [])])

    def _of_kind(self, kind: str, schema: Schema) -> list[Any]:
        if kind == "object":
            return self._objects(schema)
        if kind == "array":
            return self._arrays(schema)
        if kind == "boolean":
            return [True, False]
        return _strings(schema) if kind == "string" else _numbers(schema)

    def _objects(self, schema: Schema) -> list[Any]:
        properties = {k: v for k, v in schema.get("properties", {}).items() if not self.flat(v).get("readOnly")}
        options = {name: self.values(one) for name, one in properties.items()}
        usual = {name: values[0] for name, values in options.items()}
        least = {name: value for name, value in usual.items() if name in schema.get("required", [])}
        alone = [{**least, name: value} for name, value in usual.items()]
        each = [{**usual, name: value} for name, values in options.items() for value in values]
        more = schema.get("additionalProperties", True)
        extra = (
            [] if more is False else [{**usual, "further": self.values(more)[0] if isinstance(more, dict) else "text"}]
        )
        fewest = schema.get("minProperties", 0)
        return _unique(one for one in [usual, least, *alone, *each, *extra] if len(one) >= fewest)

    def _arrays(self, schema: Schema) -> list[Any]:
        items, least = self.values(schema.get("items", {})), schema.get("minItems", 0)
        most = schema.get("maxItems", max(least, len(items)))
        lists = [[item] for item in items] + [items[:most], []]
        fitting = [one for one in lists if least <= len(one) <= most]
        if not fitting and (schema.get("uniqueItems") or not items):
            raise NoSampleError(f"no {least} different items can be built from {schema}")
        return fitting or [(items * least)[:least]]


def _strings(schema: Schema) -> list[Any]:
    if "example" in schema or schema.get("examples"):
        return [schema.get("example", (schema.get("examples") or [None])[0])]
    if "pattern" in schema:
        raise NoSampleError(f"no text can be built for the pattern {schema['pattern']!r}: give the schema an `example`")
    if schema.get("format") == "binary":
        return [b"\x00\xff"]
    if schema.get("format") in STRINGS:
        return [STRINGS[schema["format"]]]
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
    return [text.ljust(least, "x")[:most] for text in ("text", AWKWARD)]


def _numbers(schema: Schema) -> list[Any]:
    step = schema.get("multipleOf", 1)
    low, high = schema.get("minimum"), schema.get("maximum")
    bounds = [value for value in (low, high) if value is not None]
    usual = schema.get("default", bounds[0] if bounds else step)
    return [usual, *bounds]


def _unique(values: Iterable[Any]) -> list[Any]:
    return list({json.dumps(value, sort_keys=True, default=repr): value for value in values}.values())
