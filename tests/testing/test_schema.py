"""The fake's own check of schemas gives the verdicts of a well-kept library."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import FormatChecker
from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker, oas31_format_checker
from testing.random_schemas import Schema, schemas, values

from epilot_targeting import openapi
from epilot_targeting.testing._example_values import Examples
from epilot_targeting.testing._schema import Checker, UnknownKeyword

DOCUMENT = openapi()
NAMES = sorted(DOCUMENT["components"]["schemas"])
TEXTS = [
    "",
    "x",
    "sent",
    "failed",
    "active",
    "b8c01433-5556-4e2b-aad4-6f5348d1df84",
    "1970-01-01",
    "1970-01-01T00:00:00Z",
]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.just(1.5), st.sampled_from(TEXTS))
KEYS = sorted({key for schema in DOCUMENT["components"]["schemas"].values() for key in schema.get("properties", {})})
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "other"]), inner),
    max_leaves=8,
)


def is_good(name: str, value: Any) -> bool:
    schema = {"allOf": [{"$ref": f"#/components/schemas/{name}"}], "components": DOCUMENT["components"]}
    return bool(OAS30Validator(schema, format_checker=FormatChecker()).is_valid(value))


def verdict(name: str, value: Any) -> bool:
    return not list(Checker(DOCUMENT).problems({"$ref": f"#/components/schemas/{name}"}, value))


def sample(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Make values that are near to what a schema allows."""
    schema = Checker(DOCUMENT).resolve(schema)
    if "anyOf" in schema:
        return st.one_of([sample(part, depth) for part in schema["anyOf"]])
    if "allOf" in schema:
        if len(schema["allOf"]) == 1:  # of any type
            return sample(schema["allOf"][0], depth)
        parts = [sample(part, depth) for part in schema["allOf"]]
        return st.tuples(*parts).map(lambda made: {k: v for one in made for k, v in one.items()})
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "array":
        return st.lists(sample(schema["items"], depth + 1), max_size=3)
    if schema.get("type") == "object":
        members = {key: st.one_of(sample(one, depth + 1), LEAVES) for key, one in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=members)
    return LEAVES


@pytest.mark.thorough
@settings(max_examples=4 * settings().max_examples)
@given(st.data())
def test_same_verdict_as_the_library(data: st.DataObject) -> None:
    """The fake's validator agrees with the library on every component, for near misses and other values."""
    name = data.draw(st.sampled_from(NAMES))
    value = data.draw(st.one_of(VALUES, sample({"$ref": f"#/components/schemas/{name}"})))
    assert is_good(name, value) == verdict(name, value)


def test_an_unknown_keyword_is_named() -> None:
    """An unknown keyword is an error that names it."""
    with pytest.raises(UnknownKeyword, match="unevaluatedItems"):
        list(Checker({}).problems({"type": "array", "unevaluatedItems": False}, []))


def test_a_reference_that_leads_nowhere_is_named() -> None:
    """An unresolved reference is an error, also into a list."""
    document = {"components": {"parameters": [{"schema": {"type": "string"}}]}}
    assert Checker(document).fits({"$ref": "#/components/parameters/0/schema"}, "x")
    for where in ("#/components/schemas/No", "#/components/parameters/7", "other.yaml#/x"):
        with pytest.raises(UnknownKeyword, match="is unresolved"):
            Checker(document).fits({"$ref": where}, "x")


@pytest.mark.parametrize("target", ["B", "A"])
def test_a_reference_that_leads_back_to_itself_is_named(target: str) -> None:
    """References that refer to one another, or to themselves, are an error."""
    schemas = {"A": {"$ref": f"#/components/schemas/{target}"}, "B": {"$ref": "#/components/schemas/A"}}
    with pytest.raises(UnknownKeyword, match="leads back to itself"):
        Checker({"components": {"schemas": schemas}}).fits({"$ref": "#/components/schemas/A"}, "x")


def test_an_unknown_type_is_named() -> None:
    """A type that JSON does not have is an error, also beside others."""
    for kind in ("strnig", ["string", "strnig"]):
        with pytest.raises(UnknownKeyword, match="strnig is unknown"):
            Checker({}).fits({"type": kind}, "x")


def test_a_pattern_that_can_not_be_read_is_named() -> None:
    """A pattern that Python can't read is an error."""
    with pytest.raises(UnknownKeyword, match="is invalid"):
        Checker({}).fits({"pattern": r"^\p{L}+$"}, "x")


@pytest.mark.thorough
@settings(max_examples=3 * settings().max_examples)
@given(st.data(), st.booleans())
def test_same_verdict_for_any_schema(data: st.DataObject, modern: bool) -> None:
    """The fake's validator agrees with the library on random schemas of both versions."""
    schema = data.draw(schemas(modern=modern))
    checker = Checker({"openapi": "3.1.0" if modern else "3.0.3"})
    fitting = Examples(checker).example(schema)
    value = data.draw(st.one_of(st.just(fitting), near(fitting), values()))
    kinds = (OAS31Validator, oas31_format_checker) if modern else (OAS30Validator, oas30_format_checker)
    assert bool(kinds[0](schema, format_checker=kinds[1]).is_valid(value)) == checker.fits(schema, value)


@st.composite
def near(draw: st.DrawFn, value: Any) -> Any:
    """Change something of a value."""
    if isinstance(value, dict) and value:
        name = draw(st.sampled_from(sorted(value)))
        return draw(st.sampled_from([{**value, name: draw(near(value[name]))}, {**value, "more": 1}, {}]))
    if isinstance(value, list) and value:
        return draw(st.sampled_from([[draw(near(value[0])), *value[1:]], [*value, value[0]], value[1:]]))
    return draw(values(depth=1))


def test_every_keyword_of_the_document_is_known() -> None:
    """Every keyword of our document is known."""
    for name in NAMES:
        assert verdict(name, copy.deepcopy(name)) in (True, False)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "minLength": 2, "maxLength": 3}, "abc", "abcd"),
        ({"type": "string", "minLength": 2}, "ab", "a"),
        ({"type": "number", "maximum": 3}, 3, 3.5),
        ({"type": "boolean"}, True, "true"),
        ({"type": "integer"}, 2.0, 2.5),
        ({"type": "string", "format": "date"}, "2026-01-02", "20260102"),
        ({"type": "string", "format": "date-time"}, "2026-01-02t03:04:05z", "2026-01-02T03:04:05"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": "b"}, {"a": 1}),
        ({"type": "string", "nullable": True}, None, 1),
        ({"type": "string", "format": "date"}, "2026-01-02", "soon"),
        ({"format": "uuid"}, 5, "x"),
        ({"enum": [1]}, 1, 2),
        ({"items": {"type": "string"}, "uniqueItems": True}, ["a", "b"], ["a", "a"]),
        ({"uniqueItems": True}, [1, True, [1], [True], {"a": 0}], [{"a": 1}, {"a": 1.0}]),
        ({"enum": [1, "x"]}, 1.0, True),
        ({"const": {"a": [1]}}, {"a": [1]}, {"a": [True]}),
        ({"multipleOf": 0.1}, 0.3, 0.35),
        ({"multipleOf": 2}, "x", float("inf")),
        ({"type": "integer"}, 10**400, float("inf")),
        ({"minimum": 1, "exclusiveMinimum": True}, 2, 1),
        ({"maximum": 1, "exclusiveMaximum": True}, 0, 1),
        ({"exclusiveMinimum": 1}, 1.5, 1),
        ({"exclusiveMaximum": 1}, True, 1),
        ({"minProperties": 1, "maxProperties": 1}, {"a": 1}, {}),
        ({"pattern": "^a$"}, "a", "a\n"),
        ({"pattern": r"^(?<year>\d{4})$"}, "2026", "٢٠٢٦"),
        ({"type": ["string", "null"]}, None, 1),
        ({"not": {"type": "string"}}, 1, "x"),
        ({"oneOf": [{"type": "integer"}, {"minimum": 3}]}, 2, 3),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, 2, None),
        ({"prefixItems": [{"type": "string"}], "items": False}, ["a"], ["a", 1]),
        ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, ["a", 1], ["a", "b"]),
        ({"contains": {"type": "string"}}, [1, "a"], [1]),
        ({"propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
        ({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False}, {"ab": "x"}, {"b": "x"}),
        ({"patternProperties": {"^a": {"type": "string"}}}, {"b": 1}, {"a": 1}),
        ({"dependentRequired": {"a": ["b"]}}, {"b": 1}, {"a": 1}),
        ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 2}}, "ab", "a"),
        ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 2}}, 2, 1),
        ({"format": "uri"}, "mailto:a@b.de", "no address"),
        ({"format": "hostname"}, "a-b.example.com", "-a.example.com"),
        ({"format": "ipv6"}, "2001:db8::1", "fe80::1%eth0"),
        ({"format": "byte"}, "", "ä"),
        ({"format": "int32"}, -(2**31), 2**31),
    ],
)
def test_single_keywords(schema: dict[str, Any], good: Any, bad: Any) -> None:
    """Each keyword takes the one value and refuses the other."""
    assert [] == list(Checker({}).problems(schema, good))
    assert 1 == len(list(Checker({}).problems(schema, bad)))


def test_beside_a_reference() -> None:
    """Keywords beside a reference are ignored in OpenAPI 3.0, and count in 3.1."""
    schema = {"$ref": "#/components/schemas/Text", "maxLength": 1}
    components = {"schemas": {"Text": {"type": "string"}}}
    assert Checker({"openapi": "3.0.3", "components": components}).fits(schema, "ab")
    assert not Checker({"openapi": "3.1.0", "components": components}).fits(schema, "ab")


@pytest.mark.parametrize(("value", "problems"), [
    ({"kind": "Cat", "lives": 9}, []),
    ({"kind": "dogs", "tail": True}, []),
    ({"kind": "Dog", "tail": True}, []),
    ({"kind": "Cat", "lives": "nine"}, ["lives must be of type integer"]),
    ({"kind": "Cow"}, ["kind must name one of the forms"]),
    ("Cat", ["kind must name one of the forms"]),
])  # fmt: skip
@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_a_discriminator_tells_the_forms_apart(keyword: str, value: Any, problems: list[str]) -> None:
    """A discriminator chooses a form by the mapping, or by the component's name."""
    cat = {"type": "object", "properties": {"lives": {"type": "integer"}}}
    dog = {"type": "object", "properties": {"tail": {"type": "boolean"}}}
    forms = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    schema: Schema = {keyword: forms, "discriminator": {"propertyName": "kind", "mapping": {"dogs": "Dog"}}}
    assert problems == list(Checker({"components": {"schemas": {"Cat": cat, "Dog": dog}}}).problems(schema, value))


@pytest.mark.parametrize(("response", "value", "problems"), [
    (False, {"name": "a", "password": "b"}, []),
    (False, {"id": 1, "name": "a", "password": "b"}, []),
    (False, {"name": "a"}, ["password is missing"]),
    (True, {"id": 1, "name": "a"}, []),
    (True, {"name": "a"}, ["id is missing"]),
    (True, {"id": 1, "name": "a", "password": "b"}, ["password must not be in a response"]),
])  # fmt: skip
def test_what_goes_one_way_only(response: bool, value: Any, problems: list[str]) -> None:
    """A request need not have read-only fields, and a response has no write-only ones."""
    members = {
        "id": {"$ref": "#/components/schemas/Id"},
        "name": True,
        "password": {"type": "string", "writeOnly": True},
    }
    base = {"type": "object", "properties": members}
    document = {"components": {"schemas": {"Id": {"allOf": [{"type": "integer"}, {"readOnly": True}]}, "Base": base}}}
    schema: Schema = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["id", "name", "password"]}]}
    assert problems == list(Checker(document, for_response=response).problems(schema, value))
