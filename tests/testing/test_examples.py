"""Values that are made for schemas fit them, by the judgement of another library."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import FormatChecker
from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker, oas31_format_checker
from testing.random_schemas import Schema, schemas

from epilot_targeting import openapi
from epilot_targeting.testing._example_values import Examples, NoExample
from epilot_targeting.testing._schema import Checker

MODERN = {"openapi": "3.1.0"}


def example(schema: Schema, document: Schema | None = None, **options: Any) -> Any:
    return Examples(Checker(document or {}, for_response=True)).example(schema, **options)


def extra(schema: Any) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def document(**components: Schema) -> Schema:
    return {"openapi": "3.0.3", "components": {"schemas": components}}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.thorough
@settings(max_examples=3 * settings().max_examples)
@given(schemas(modern=False))
def test_what_is_built_fits_its_schema(schema: Schema) -> None:
    """For OpenAPI 3.0, an example fits its schema, whatever the schema is."""
    validator = OAS30Validator(schema, format_checker=oas30_format_checker)
    assert [] == [error.message for error in validator.iter_errors(example(schema))]


@pytest.mark.thorough
@settings(max_examples=3 * settings().max_examples)
@given(schemas(modern=True))
def test_what_is_built_fits_its_schema_of_3_1(schema: Schema) -> None:
    """For OpenAPI 3.1, an example fits its schema, whatever the schema is."""
    validator = OAS31Validator(schema, format_checker=oas31_format_checker)
    assert [] == [error.message for error in validator.iter_errors(example(schema, MODERN))]


@pytest.mark.parametrize("name", sorted(openapi()["components"]["schemas"]))
def test_every_component_has_an_example(name: str) -> None:
    """Each component of the spec has an example that another library finds valid."""
    spec = openapi()
    schema = {"allOf": [ref(name)], "components": spec["components"]}
    validator = OAS30Validator(schema, format_checker=FormatChecker())
    assert [] == [error.message for error in validator.iter_errors(example(ref(name), spec))]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "example": "given", "default": "usual"}, "given"),
        ({"type": "string", "examples": ["first", "second"]}, "first"),
        ({"type": "string", "example": 5, "default": "usual"}, "usual"),
        ({"type": "string", "const": "only"}, "only"),
        ({"enum": ["one", "two"]}, "one"),
        ({"type": "string", "examples": {"not": "a list"}}, "text"),
        ({"type": "string", "maxLength": 2}, "xt"),
        ({"type": "string", "maxLength": 0}, ""),
        ({"type": "string", "minLength": 6}, "xxtext"),
        ({"type": "integer", "maximum": -5}, -5),
        ({"type": "integer", "minimum": 5, "exclusiveMinimum": True}, 6),
        ({"type": "integer", "exclusiveMinimum": 5}, 6),
        ({"type": "integer", "minimum": 1, "multipleOf": 1.5}, 3),
        ({"type": "number", "minimum": 0.2, "maximum": 0.7}, 0.2625),
        ({"minimum": 3}, 3),
        ({"items": {"type": "boolean"}}, [True]),
        ({"properties": {"a": {"type": "null"}}}, {"a": None}),
        ({"type": "array", "maxItems": 0, "items": {"type": "string"}}, []),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"property_1": 0}),
        (
            {
                "type": "object",
                "required": ["x"],
                "additionalProperties": False,
                "patternProperties": {"^x": {"enum": [1]}},
            },
            {"x": 1},
        ),
        ({"type": "object", "dependentRequired": {"a": ["b"]}, "properties": {"a": {"enum": [1]}}}, {}),
        (
            {
                "type": "object",
                "maxProperties": 1,
                "properties": {"a": {"enum": [1]}, "b": {"enum": [2]}},
                "required": ["b"],
            },
            {"b": 2},
        ),
        ({"type": "array", "items": False, "prefixItems": [{"enum": [1]}]}, [1]),
        ({"type": "array", "items": False}, []),
        ({"type": "object", "minProperties": 2, "propertyNames": {"enum": ["p", "q"]}}, {"p": "text", "q": "text"}),
        ({"type": "array", "uniqueItems": True, "minItems": 2, "items": {"type": "boolean"}}, [True, False]),
        ({"type": "array", "nullable": True, "minItems": 1, "items": {"not": {}}}, None),
        ({"not": {"type": "string"}}, 0),
        ({"allOf": [{"type": "number"}, {"type": "integer", "minimum": 2}]}, 2),
        ({"allOf": [{"type": ["string", "null"]}, {"type": ["null", "integer"]}]}, None),
        (
            {
                "allOf": [
                    {"type": ["string", "integer"]},
                    {"type": ["string", "number"], "minimum": 2},
                    {"not": {"type": "string"}},
                ]
            },
            2,
        ),
        (
            {
                "allOf": [
                    {"type": ["number", "null"]},
                    {"type": ["null", "integer"]},
                    {"nullable": False, "not": {"type": "null"}},
                ]
            },
            0,
        ),
        ({"allOf": [{"type": ["integer", "number"]}, {"type": "number", "minimum": 0.5, "maximum": 0.5}]}, 0.5),
        ({"allOf": [{"minimum": 2, "maximum": 9, "type": "integer"}, {"minimum": 4, "maximum": 7}]}, 4),
        ({"allOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]}, 2),
        ({"allOf": [{"properties": {"a": {"minimum": 1}}}, {"properties": {"a": {"type": "integer"}}}]}, {"a": 1}),
        (
            {"allOf": [extra(True), extra({"enum": [1]})]},
            {"property_1": 1},
        ),
        (
            {"allOf": [extra({"type": "integer"}), extra({"minimum": 3})]},
            {"property_1": 3},
        ),
        (
            {
                "allOf": [
                    {"additionalProperties": {"enum": [1]}},
                    {"additionalProperties": False, "properties": {"a": {}}},
                ]
            },
            {},
        ),
        (
            {"allOf": [{"nullable": True, "uniqueItems": False}, {"uniqueItems": True, "nullable": True, "enum": []}]},
            None,
        ),
        ({"type": "object", "properties": {"a": {"not": {}}, "b": {"enum": [1]}}}, {"b": 1}),
        ({"if": {"type": "string"}, "then": {"minLength": 5}}, "text 1"),
    ],
)
def test_single_schemas(schema: Schema, expected: Any) -> None:
    """A stated example goes first if it fits, and else one is built."""
    assert expected == example(schema, MODERN)


def test_a_recursion_ends() -> None:
    """An optional recursive field is left out, and a recursive list is empty."""
    node = {"type": "object", "properties": {"next": ref("Node"), "all": {"type": "array", "items": ref("Node")}}}
    assert {"all": []} == example(ref("Node"), document(Node=node))


def test_keywords_beside_a_reference_count() -> None:
    """From OpenAPI 3.1 on, a reference with keywords beside it has an example that fits both, in a recursion too."""
    following = {**ref("Name"), "description": "the next one"}
    name = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "next": following}}
    found = example({**ref("Name"), "required": ["b"]}, document(Name=name) | MODERN)
    assert ("text", {"a", "b"}) == (found["a"], found.keys())


def test_a_recursion_without_end_is_no_example() -> None:
    """A required recursive field has no example."""
    endless = {"type": "object", "required": ["next"], "properties": {"next": ref("Endless")}}
    with pytest.raises(NoExample, match="an `example` in the document helps"):
        example(ref("Endless"), document(Endless=endless))


@pytest.mark.parametrize(
    "schema",
    [False, {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"type": "boolean"}}, {"enum": []}],
)
def test_what_nothing_fits_has_no_example(schema: Any) -> None:
    """A schema that nothing fits is an error after a bounded number of attempts."""
    with pytest.raises(NoExample):
        example(schema)


def test_a_response_holds_nothing_that_is_write_only() -> None:
    """A response has no write-only field, even if it is required or in the example."""
    account = {
        "type": "object",
        "required": ["name", "password"],
        "properties": {"name": {"type": "string"}, "password": ref("Secret")},
        "example": {"name": "Ada", "password": "x"},
    }
    secret = {"type": "string", "writeOnly": True}
    assert {"name": "text"} == example(ref("Account"), document(Account=account, Secret=secret))


def test_a_discriminator_names_the_form() -> None:
    """An example's discriminator has the mapped value, or the component's name."""
    cat = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "lives": {"enum": [9]}}}
    how = {"propertyName": "kind"}
    mapped = {**how, "mapping": {"cats": "#/components/schemas/Cat"}}
    known = document(Cat=cat, Pet={"oneOf": [ref("Cat")], "discriminator": how})
    assert {"kind": "Cat", "lives": 9} == example(ref("Pet"), known)
    assert {"kind": "cats", "lives": 9} == example({"anyOf": [ref("Cat")], "discriminator": mapped}, known)


def test_a_component_is_built_once() -> None:
    """The example of a component is built once, and varied where items must differ."""
    pair = {"type": "array", "uniqueItems": True, "minItems": 2, "items": ref("Id")}
    built = example({"properties": {"one": ref("Id"), "pair": pair}}, document(Id={"type": "string", "format": "uuid"}))
    assert built["one"] == built["pair"][0] != built["pair"][1]


def test_stated_values_come_first() -> None:
    """The example of a media type goes first if it fits."""
    assert 7 == example({"type": "integer"}, stated=("seven", 7))
