"""Make values that a schema of a document allows, from the document alone; a library has the last word."""

from __future__ import annotations

import functools
from typing import Any

from corpus.documents import Document
from openapi_schema_validator import (
    OAS30ReadValidator,
    OAS30WriteValidator,
    OAS31Validator,
    oas30_format_checker,
    oas31_format_checker,
)

MOST = 8
"""Values of one schema."""
DEEPEST = 3
"""Properties within properties."""
TEXTS = {
    "uuid": ["b8c01433-5556-4e2b-aad4-6f5348d1df84", "00000000-0000-4000-8000-00000000000a"],
    "date": ["2026-01-02", "1999-12-31"],
    "date-time": ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678901+02:00"],
    "byte": ["aGVsbG8="],
    "binary": ["raw text"],
    "email": ["a@example.com"],
    "uri": ["https://example.com/a"],
    "time": ["03:04:05Z"],
    "ipv4": ["127.0.0.1"],
}
ANYTHING: list[Any] = [{"open": [1, "x", None, {"deep": True}]}, "text", 7, [], False]
PLAIN = ["plain", "with space/slash & Ümlaut 50%+", "b"]


class Examples:
    """The values that a document's schemas allow."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.modern = str(document.raw["openapi"]).startswith("3.1")

    def valid(self, schema: Any, *, reading: bool) -> list[Any]:
        """Return up to eight different valid values, the smallest first.

        Args:
            schema: The schema.
            reading: Whether the service sends it.
        """
        made = [one for one in self.made(schema, 0, reading) if self.allows(schema, one, reading=reading)]
        found: list[Any] = []
        for one in made:
            if not any(_same(one, other) for other in found):
                found.append(one)
        return found[:MOST]

    def allows(self, schema: Any, value: Any, *, reading: bool) -> bool:
        """Ask the library."""
        whole = {**self.document.raw, "allOf": [schema]}
        if self.modern:
            return bool(OAS31Validator(whole, format_checker=oas31_format_checker).is_valid(value))
        kind = OAS30ReadValidator if reading else OAS30WriteValidator
        return bool(kind(whole, format_checker=oas30_format_checker).is_valid(value))

    def made(self, schema: Any, depth: int, reading: bool) -> list[Any]:
        """Return values that are likely to be valid."""
        if schema is False or depth > DEEPEST:
            return []
        if schema is True or not isinstance(schema, dict) or not schema:
            return list(ANYTHING)
        if "$ref" in schema and not (self.modern and len(schema) > 1):
            return self._referred(schema, depth, reading)
        if "const" in schema or "enum" in schema:
            return [schema["const"]] if "const" in schema else list(schema["enum"])
        found = self._composed(schema, depth, reading)
        return [*found, None] if schema.get("nullable") else found

    def _referred(self, schema: dict[str, Any], depth: int, reading: bool) -> list[Any]:
        target = self.document.resolve(schema)
        found = self.made(target, depth, reading)
        for part in target.get("allOf", []) if isinstance(target, dict) else ():
            rule = self.document.resolve(part).get("discriminator")
            if rule is not None:  # of a base: the name of the component that takes it in is the value
                tag = {rule["propertyName"]: schema["$ref"].rsplit("/", 1)[-1]}
                found = [{**one, **tag} if isinstance(one, dict) else one for one in found]
        return found

    def _composed(self, schema: dict[str, Any], depth: int, reading: bool) -> list[Any]:
        rest = {k: v for k, v in schema.items() if k not in ("$ref", "allOf", "oneOf", "anyOf", "discriminator")}
        parts = [self.made({"$ref": schema["$ref"]}, depth, reading)] if "$ref" in schema else []
        parts += [self.made(part, depth, reading) for part in schema.get("allOf", [])]
        for key in ("oneOf", "anyOf"):
            if key in schema:
                parts.append([one for part in schema[key] for one in self._variant(schema, part, depth, reading)])
        if not parts:
            return self._typed(rest, depth, reading)
        if rest.keys() & {"properties", "additionalProperties", "type"}:
            parts.append(self._typed(rest, depth, reading))
        return functools.reduce(_merged, parts)

    def _variant(self, schema: dict[str, Any], part: Any, depth: int, reading: bool) -> list[Any]:
        found = self.made(part, depth, reading)[:4]
        rule = schema.get("discriminator")
        if rule is None or "$ref" not in part:
            return found
        name = part["$ref"].rsplit("/", 1)[-1]
        tag = next((t for t, to in rule.get("mapping", {}).items() if to in (part["$ref"], name)), name)
        return [{**one, rule["propertyName"]: tag} if isinstance(one, dict) else one for one in found]

    def _typed(self, schema: dict[str, Any], depth: int, reading: bool) -> list[Any]:
        kind = schema.get("type") or _kind_of(schema)
        if isinstance(kind, list):
            each = [self._typed({**schema, "type": one}, depth, reading) for one in kind]
            return [*(one for values in each for one in values[:3])]
        match kind:
            case "object":
                return self._objects(schema, depth, reading)
            case "array":
                return self._arrays(schema, depth, reading)
            case "string":
                return _texts(schema)
            case "integer" | "number":
                least = schema.get("minimum", 0)
                return [least + 1, least, -3, 2**40, *([1.5, -0.25] if kind == "number" else [])]
            case "boolean":
                return [True, False]
            case "null":
                return [None]
        return list(ANYTHING)

    def _objects(self, schema: dict[str, Any], depth: int, reading: bool) -> list[Any]:
        hidden = "writeOnly" if reading else "readOnly"
        members = {
            name: self.made(one, depth + 1, reading)
            for name, one in schema.get("properties", {}).items()
            if not self._is_marked(one, hidden)
        }
        named = schema.get("required", [])
        required = set(named) if isinstance(named, list) else set()
        found: list[Any] = [{name: values[0] for name, values in members.items() if name in required and values}]
        most = max((len(values) for values in members.values()), default=0)
        found += [{name: values[n % len(values)] for name, values in members.items() if values} for n in range(most)]
        extra = schema.get("additionalProperties", schema.get("unevaluatedProperties", True))
        if extra is not False:
            values = self.made(extra, depth + 1, reading) if isinstance(extra, dict) and extra else ["unknown"]
            found += [{**found[-1], "x_more": one} for one in values[:4]]
        return found

    def _is_marked(self, schema: Any, mark: str) -> bool:
        resolved = self.document.resolve(schema)
        return isinstance(resolved, dict) and bool(resolved.get(mark))

    def _arrays(self, schema: dict[str, Any], depth: int, reading: bool) -> list[Any]:
        head = [self.made(one, depth + 1, reading)[0] for one in schema.get("prefixItems", [])]
        items = schema.get("items", True)
        inner = self.made(items, depth + 1, reading) if not isinstance(items, list) else []
        return [head + inner[:1], head, head + inner[:MOST], *([[*head, one] for one in inner[1:4]])]


def _texts(schema: dict[str, Any]) -> list[Any]:
    if "pattern" in schema:
        return [schema["example"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
    return [text.ljust(least, "x")[:most] for text in TEXTS.get(schema.get("format", ""), PLAIN)]


def _kind_of(schema: dict[str, Any]) -> str:
    if "properties" in schema or "additionalProperties" in schema or "required" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    return "string" if "format" in schema or "pattern" in schema else ""


def _merged(left: list[Any], right: list[Any]) -> list[Any]:
    """Return values of both: objects have the members of both, anything else must do for both."""
    found: list[Any] = []
    for index in range(max(len(left), len(right)) if left and right else 0):
        one, other = left[index % len(left)], right[index % len(right)]
        both = isinstance(one, dict) and isinstance(other, dict)
        found += [{**one, **other}] if both else [one, other]
    return found


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
