"""Types, null and enums, each in one form; what says nothing about types goes."""

from __future__ import annotations

from typing import Any

import pytest
from generator.normalise import normalise
from generator.normalise.enums import name_members
from generator.upstream import enum_members
from generator_support.random_documents import reference, wrap
from generator_support.rewritten import rewritten
from hypothesis import given, settings
from hypothesis import strategies as st

S, INT, N = {"type": "string"}, {"type": "integer"}, {"type": "null"}
MAP = {"type": "object", "additionalProperties": True, "title": "GetXReplyMap"}


@pytest.mark.parametrize(
    ("schema", "after"),
    [
        ({"title": "T", "example": 1, "x-y": 3, "pattern": "a", "multipleOf": 1, "xml": {}}, {}),
        ({"default": 2, "minimum": 1}, {"description": "Default: 2. At least 1."}),
        ({"type": "string", "format": "email"}, S),
        ({"type": "string", "format": "byte"}, S),
        ({"type": "string", "format": "uuid"}, {"type": "string", "format": "uuid"}),
        ({"type": "string", "contentMediaType": "application/octet-stream"}, {"type": "string", "format": "binary"}),
        ({"type": "string", "contentMediaType": "application/octet-stream", "contentEncoding": "base64"}, S),
        ({"type": "integer", "format": "int64"}, INT),
        ({"type": ["string"], "description": "D", "readOnly": True}, {**S, "description": "D", "readOnly": True}),
        ({"type": ["string", "integer", "string"]}, {"anyOf": [S, INT]}),
        ({"type": ["null", "string"], "format": "date"}, {"anyOf": [{"type": "string", "format": "date"}, N]}),
        ({"type": "string", "nullable": True}, {"anyOf": [S, N]}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"items": S}, {"type": "array", "items": S}),
        ({"additionalProperties": S}, {**MAP, "additionalProperties": S}),
        ({"type": "object", "additionalProperties": False}, {**MAP, "additionalProperties": False}),
        ({"type": ["object", "string"], "properties": {}}, {"anyOf": [MAP, S]}),
        ({"nullable": True}, {}),
        ({"enum": [None]}, N),
        ({"type": "string", "enum": []}, S),
        ({"enum": [True, False]}, {"type": "boolean"}),
        ({"oneOf": [S, INT]}, {"anyOf": [S, INT]}),
        ({"oneOf": [S, INT], "anyOf": [S, N]}, S),
        ({"anyOf": [S, {}]}, {}),
        ({"anyOf": [S, {"type": "string", "format": "email", "description": "D"}]}, S),
        ({"anyOf": [N, {"anyOf": [S, N]}], "description": "D"}, {"anyOf": [S, N], "description": "D"}),
        ({"anyOf": [S], "deprecated": True}, {**S, "deprecated": True}),
    ],
)
def test_without_a_note(schema: dict[str, Any], after: dict[str, Any]) -> None:
    """A keyword that types can express is kept without a note."""
    assert (after, []) == rewritten(schema)[1:]


UNCHECKED = "has no Python type; the values are not checked"


@pytest.mark.parametrize(
    ("schema", "after", "note"),
    [
        ({"type": "string", "not": {"const": "a"}}, S, f"`not` {UNCHECKED}"),
        ({"type": "object", "unevaluatedProperties": False}, MAP, f"`unevaluatedProperties` {UNCHECKED}"),
        ({"type": "string", "items": INT}, S, "`items` does not apply to the type string and is ignored"),
        ({"type": "null", "properties": {}}, N, "`properties` does not apply to the type null and is ignored"),
        ({"if": {}, "type": "integer"}, INT, f"`if` {UNCHECKED}"),
        ({"enum": [1, 1.5]}, {"type": "number"}, "an `enum` of the type number has no Python type"),
        ({"enum": [True]}, {"type": "boolean"}, "an `enum` of the type boolean has no Python type"),
        ({"const": {"a": 1}}, MAP, "an `enum` of the type object has no Python type"),
        ({"enum": [["a"]], "items": S}, {"type": "array", "items": S}, "an `enum` of the type array has no"),
        ({"enum": ["a\n"]}, S, "an `enum` of the type string has no Python type"),
        ({"enum": ["\u2028"]}, S, "an `enum` of the type string has no Python type"),
        (
            {"type": "object", "patternProperties": {"^x": S}, "additionalProperties": INT},
            {**MAP, "additionalProperties": {"anyOf": [S, INT]}},
            "`patternProperties` has no Python type; its schemas are read as additional properties",
        ),
        (
            {"patternProperties": {"^x": S}, "additionalProperties": False},
            {**MAP, "additionalProperties": S},
            "`patternProperties` has no Python type",
        ),
        ({"type": "object", "patternProperties": {"^x": S}}, {**MAP, "additionalProperties": {}}, "`patternProp"),
        (
            {"type": "object", "patternProperties": {}, "additionalProperties": False},
            {**MAP, "additionalProperties": False},
            "`patternProperties` has no Python type",
        ),
        ({"type": "object", "discriminator": {"propertyName": "a"}}, MAP, "`discriminator` without `oneOf`"),
        (
            {"anyOf": [S, INT], "discriminator": {"mapping": {}}},
            {"anyOf": [S, INT]},
            "`discriminator` has no `propertyName`",
        ),
    ],
)
def test_with_a_note(schema: dict[str, Any], after: dict[str, Any], note: str) -> None:
    """A keyword that is not checked any more is named in a note."""
    _, made, notes = rewritten(schema)
    assert (after, 1) == (made, len(notes))
    assert note in notes[0]


@pytest.mark.parametrize(
    ("schema", "values", "null"),
    [
        ({"enum": ["a", "b", "a"]}, {"type": "string", "enum": ["a", "b"]}, False),
        ({"const": "a"}, {"type": "string", "enum": ["a"]}, False),
        ({"type": "number", "enum": [1, 2.0]}, {"type": "integer", "enum": [1, 2]}, False),
        ({"type": "string", "enum": ["a", 1]}, {"type": "string", "enum": ["a"]}, False),
        ({"type": "string", "enum": ["a", None]}, {"type": "string", "enum": ["a"]}, True),
        ({"type": ["string", "null"], "enum": ["a"]}, {"type": "string", "enum": ["a"]}, True),
        ({"type": "string", "nullable": True, "enum": ["a"]}, {"type": "string", "enum": ["a"]}, True),
        ({"anyOf": [{"const": "a"}, {"const": "b"}, N]}, {"type": "string", "enum": ["a", "b"]}, True),
        ({"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]}, {"type": "string", "enum": ["a", "b"]}, False),
    ],
)
def test_enums(schema: dict[str, Any], values: dict[str, Any], null: bool) -> None:
    """Enums become components of one type, and null is a variant where they are used."""
    schemas, made, notes = rewritten(schema)
    ref = reference("GetXReply")
    assert ({"GetXReply": values}, {"anyOf": [ref, N]} if null else ref, []) == (schemas, made, notes)


def test_an_enum_of_several_types() -> None:
    """An enum of several types becomes a union of enums."""
    schemas, made, _ = rewritten({"enum": [1, "a", None]})
    assert {"anyOf": [reference("GetXReplyVariant1"), reference("GetXReplyVariant2"), N]} == made
    assert [{"type": "integer", "enum": [1]}, {"type": "string", "enum": ["a"]}] == list(schemas.values())


@pytest.mark.parametrize(
    ("schema", "values", "kind"),
    [
        ({"type": "string", "enum": [1, True]}, ["1", "true"], "string"),
        ({"type": "integer", "enum": ["1"]}, ["1"], "string"),
    ],
)
def test_values_of_another_type(schema: dict[str, Any], values: list[str], kind: str) -> None:
    """Numbers among strings are read as strings; other values decide the type of their enum."""
    schemas, _, notes = rewritten(schema)
    assert values == schemas["GetXReply"]["enum"]
    assert notes[0].endswith(f"`enum` has no value of the type {schema['type']}; {kind} is used")


def test_an_object_of_two_types() -> None:
    """Each of several types takes its own keywords."""
    both = {"type": ["object", "array"], "properties": {"a": S}, "items": INT}
    schemas, made, _ = rewritten(both)
    assert {"anyOf": [reference("GetXReplyVariant1"), {"type": "array", "items": INT}]} == made
    assert {"a": S} == schemas["GetXReplyVariant1"]["properties"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_beside_a_reference(version: str) -> None:
    """Keywords beside a reference are ignored in OpenAPI 3.0, and count in 3.1."""
    foo = {"Foo": {"type": "object", "properties": {"a": S}}}
    schema = {**reference("Foo"), "description": "D", "required": ["a"]}
    schemas, made, notes = rewritten(schema, foo, version)
    if version == "3.0.3":
        assert {**reference("Foo"), "description": "D"} == made
        assert notes[0].endswith("`required` beside `$ref` has no effect in OpenAPI 3.0 and is ignored")
    else:
        assert {**reference("GetXReply"), "description": "D"} == made
        assert (["a"], []) == (schemas["GetXReply"]["required"], notes)


@pytest.mark.parametrize(
    "union",
    [
        {"properties": {"a": S, "b": S}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"properties": {"a": S, "b": S}, "oneOf": [{"required": ["a"], "type": "object"}, {"required": ["b"]}]},
        {"allOf": [{"properties": {"a": S, "b": S}}], "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"allOf": [{"properties": {"a": S, "b": S}}, {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}]},
    ],
)
def test_fields_that_go_together(union: dict[str, Any]) -> None:
    """Conditions on which fields go together are dropped with a note."""
    schemas, _, notes = rewritten({}, {"Foo": union})
    assert {"type": "object", "properties": {"a": S, "b": S}, "additionalProperties": True} == schemas["Foo"]
    assert "combinations of required fields have no Python type; they are not checked" in notes[0]


@given(st.lists(st.text(), min_size=1, unique=True) | st.lists(st.integers(), min_size=1, unique=True))
@settings(deadline=None)
def test_members_are_apart(values: list[Any]) -> None:
    """Every enum value has a Python member, as the parser names it."""
    kind = "string" if isinstance(values[0], str) else "integer"
    made = name_members(wrap({}, {"Foo": {"type": kind, "enum": values}}))["components"]["schemas"]["Foo"]
    members = enum_members(values, made.get("x-enum-varnames", []))
    assert len(values) == len(members)
    assert all(name.isidentifier() for name in members)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["a", "A", "a_2", ""], ["A", "A_2", "A_2_2", "VALUE_3"]),
        (["a-b", "a b", "1"], ["A_B", "A_B_2", "VALUE_2"]),
        (["a", "b", "1", ""], None),
    ],
)
def test_names_of_members(values: list[str], names: list[str] | None) -> None:
    """Names of members are given only where the parser's own would collide."""
    made = normalise(wrap({"enum": values}), {}).document["components"]["schemas"]["GetXReply"]
    assert names == made.get("x-enum-varnames")
