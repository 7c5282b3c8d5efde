"""Documents and values that hypothesis draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from openapi_schema_validator import OAS30Validator, OAS31Validator

COMPONENTS = ("Alpha", "beta", "Gamma", "Delta")
KEYS = ("a", "b", "kind")
SCALARS = ("string", "integer", "number", "boolean")
STRINGS = ("x", "y", "X", "")
FORMATS = ("uuid", "date", "email", "byte")
NOISE: list[dict[str, Any]] = [{"title": "T"}, {"minLength": 1}, {"maximum": 5}, {"pattern": "x"}, {"x-more": 1}]
Draw = st.DrawFn
Schema = dict[str, Any]


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@st.composite
def leaf(draw: Draw, version: str, names: tuple[str, ...]) -> Schema:
    """Make a schema without schemas in it."""
    kinds = ["any", "scalar", "scalar", "format", "strings", "integers", "nullable", *(["ref"] * 3 if names else [])]
    match draw(st.sampled_from(kinds)):
        case "ref":
            return reference(draw(st.sampled_from(names)))
        case "scalar":
            return {"type": draw(st.sampled_from(SCALARS))}
        case "format":
            return {"type": "string", "format": draw(st.sampled_from(FORMATS))}
        case "strings":
            return draw(enum(version, "string", st.sampled_from(STRINGS)))
        case "integers":
            return draw(enum(version, "integer", st.integers(-1, 2)))
        case "nullable":
            kind = draw(st.sampled_from(SCALARS))
            return {"type": kind, "nullable": True} if version == "3.0.3" else {"type": [kind, "null"]}
    return {}


@st.composite
def enum(draw: Draw, version: str, kind: str, values: st.SearchStrategy[Any]) -> Schema:
    """Make an enum, with null or without."""
    found = draw(st.lists(values, min_size=1, max_size=3, unique=True))
    if not draw(st.booleans()):
        return {"type": kind, "enum": found}
    if version == "3.0.3":
        return {"type": kind, "enum": [*found, None], "nullable": True}
    return {"type": [kind, "null"], "enum": [*found, None]}


@st.composite
def schema(draw: Draw, version: str, names: tuple[str, ...], depth: int, *, closed: bool, only: str = "") -> Schema:
    """Make a schema; names are the components that it may refer to without an object in between.

    Closed ones may say something of additional properties, and have discriminators.
    """
    kinds = ["leaf", "object", "object", "array", "allOf", "anyOf", "oneOf", "not", "both", "map", "beside", "sum"]
    kind = only or (draw(st.sampled_from(kinds[1:] if depth > 2 else kinds)) if depth else "leaf")

    def inner(refs: tuple[str, ...] = names, only: str = "") -> Schema:
        return draw(schema(version, refs, max(depth - 1, 0), closed=closed, only=only))

    made: Schema
    match kind:
        case "object":
            made = (
                draw(fields(inner)) | draw(kind_of("object", version)) | (draw(more(version, inner)) if closed else {})
            )
        case "map":
            made = draw(kind_of("object", version)) | ({"additionalProperties": inner()} if closed else {})
        case "array":
            made = draw(kind_of("array", version)) | {"items": inner()}
        case "allOf" | "anyOf" | "oneOf":
            made = {kind: [inner() for _ in range(draw(st.integers(1, 3)))]}
            if closed and kind != "allOf" and draw(st.booleans()):
                made["discriminator"] = {"propertyName": "kind", "mapping": draw(MAPPINGS)}
        case "sum":  # one that can hold, most of the time
            made = {"allOf": [inner(only="object"), inner(only="object")]}
        case "both":
            made = {"type": "object", "properties": {"a": inner(COMPONENTS)}, "anyOf": [inner(), inner()]}
        case "beside" if names:
            made = {**reference(draw(st.sampled_from(names))), "type": "object", "properties": {"a": inner(COMPONENTS)}}
        case "not":
            made = {**inner(), "not": {"type": "boolean"}}
        case _:
            return draw(leaf(version, names))
    return {**made, **draw(st.sampled_from([{}, {}, {}, *NOISE]))}


@st.composite
def fields(draw: Draw, inner: Callable[..., Schema]) -> Schema:
    """Say something of the properties that have a name."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))
    required = draw(st.lists(st.sampled_from(KEYS), max_size=2, unique=True))
    likely = {"a": {"type": "string"}, "b": {"type": "integer"}, "kind": {"type": "string", "enum": ["x", "y"]}}
    # Mostly of one type each, since sums of others can't hold.
    return {
        "properties": {key: likely[key] if draw(st.booleans()) else inner(COMPONENTS) for key in keys},
        "required": required,
    }


MAPPINGS = st.dictionaries(st.sampled_from(STRINGS), st.sampled_from([*COMPONENTS, "Gone"]), max_size=2)


@st.composite
def kind_of(draw: Draw, kind: str, version: str) -> Schema:
    """Say that null is allowed, or not."""
    if not draw(st.sampled_from([False, False, True])):
        return {"type": kind}
    return {"type": kind, "nullable": True} if version == "3.0.3" else {"type": [kind, "null"]}


@st.composite
def more(draw: Draw, version: str, inner: Callable[[], Schema]) -> Schema:
    """Say something of the properties that have no name."""
    patterns = {"patternProperties": {"^k": inner()}} if version != "3.0.3" and draw(st.booleans()) else {}
    match draw(st.integers(0, 3)):
        case 0:
            return patterns
        case 1:
            return {"additionalProperties": False, **patterns}
        case 2:
            return {"additionalProperties": True}
    return {"additionalProperties": inner(), **patterns}


@st.composite
def document(draw: Draw, *, closed: bool) -> dict[str, Any]:
    """Make a document with one operation."""
    version = draw(st.sampled_from(["3.0.3", "3.1.0"]))
    components = {
        name: draw(schema(version, COMPONENTS[index + 1 :], 2, closed=closed)) for index, name in enumerate(COMPONENTS)
    }
    return wrap(draw(schema(version, COMPONENTS, 3, closed=closed)), components, version)


def wrap(one: Schema, components: dict[str, Schema] | None = None, version: str = "3.1.0") -> dict[str, Any]:
    """Put a schema into a document, as the body of a reply."""
    reply = {"description": "A reply", "content": {"application/json": {"schema": one}}}
    return {
        "openapi": version,
        "info": {"title": "Drawn", "version": "1"},
        "paths": {"/x": {"get": {"operationId": "getX", "responses": {"200": reply}}}},
        "components": {"schemas": components or {}},
    }


def unwrap(made: dict[str, Any]) -> Schema:
    """Return the schema that `wrap` has put into a document."""
    found: Schema = made["paths"]["/x"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def verdicts(made: dict[str, Any], values: list[Any], *, first: bool = False) -> list[bool]:
    """Return which values fit the schema of the response; null is a type of its own, as in OpenAPI 3.1."""
    kind = OAS30Validator if first and made["openapi"].startswith("3.0") else OAS31Validator
    validator = kind({"allOf": [untagged(unwrap(made))], "components": untagged(made["components"])})
    return [bool(validator.is_valid(value)) for value in values]


def untagged(node: Any) -> Any:
    """Leave discriminators out: they choose among variants, of which the value has to fit one by its own."""
    if isinstance(node, list):
        return [untagged(one) for one in node]
    if isinstance(node, dict):
        return {key: untagged(one) for key, one in node.items() if key != "discriminator"}
    return node


LEAVES = st.sampled_from([None, True, False, 0, 1, 2, -1, 1.5, 9, *STRINGS, "xy"])
NAMES = st.sampled_from([*KEYS, "c"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2), max_leaves=9
)


def sample(one: Schema, components: dict[str, Schema], depth: int = 4) -> st.SearchStrategy[Any]:
    """Make values near to what a schema allows."""
    if "$ref" in one:
        one = components[one["$ref"].rsplit("/", 1)[-1]]
    if not depth or "$ref" in one:
        return LEAVES
    for key in ("anyOf", "oneOf"):
        if key in one:
            return st.one_of([sample(part, components, depth - 1) for part in one[key]])
    if "allOf" in one:
        parts = [sample(part, components, depth - 1) for part in one["allOf"]]
        return st.tuples(*parts).map(_united)
    if "enum" in one:
        return st.sampled_from(one["enum"])
    if "array" in one.get("type", ""):
        return st.lists(sample(one["items"], components, depth - 1), max_size=2)
    if "object" in one.get("type", ""):
        fields = {key: sample(part, components, depth - 1) for key, part in one.get("properties", {}).items()}
        more = one.get("additionalProperties")
        fields |= {"c": sample(more, components, depth - 1)} if isinstance(more, dict) else {}
        needed = {key: fields.pop(key, LEAVES) for key in one.get("required", [])}
        whole = st.fixed_dictionaries(needed, optional=fields)
        return whole | st.fixed_dictionaries({}, optional=needed | fields)
    return LEAVES


def _united(parts: tuple[Any, ...]) -> Any:
    if all(isinstance(part, dict) for part in parts):
        return {key: value for part in parts for key, value in part.items()}
    return parts[0]
