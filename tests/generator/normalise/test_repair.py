"""What is not written as the specification says is read as it is meant, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from generator.errors import DocumentError
from generator.normalise import normalise
from generator_support.random_documents import reference, unwrap, wrap
from generator_support.rewritten import rewritten

S = {"type": "string"}


def test_a_boolean_is_a_schema() -> None:
    """`true` is an empty schema."""
    assert ({"type": "array", "items": {}}, []) == rewritten({"type": "array", "items": True})[1:]


@pytest.mark.parametrize(
    ("schema", "after", "note"),
    [
        (False, {}, "`false` allows no value; the values are not checked"),
        ([], {}, "[] is not a schema; the values are not checked"),
        ({"type": "any", "format": "uuid"}, {}, "the type 'any' is unknown; the values are not checked"),
        ({"type": "string", "enum": "a"}, S, "`enum` is invalid ('a') and is ignored"),
        ({"type": "string", "nullable": "yes"}, S, "`nullable` is invalid ('yes') and is ignored"),
        ({"type": "string", "anyOf": {}}, S, "`anyOf` is invalid ({}) and is ignored"),
        ({"type": "string", "items": S}, S, "`items` does not apply to the type string and is ignored"),
        (
            {"type": "string", "properties": {"a": S}},
            S,
            "`properties` does not apply to the type string and is ignored",
        ),
        ({"type": "object", "required": True}, {}, "`required` is invalid (True) and is ignored"),
    ],
)
def test_what_says_nothing(schema: Any, after: dict[str, Any], note: str) -> None:
    """A keyword with an invalid value is ignored, and a note names it."""
    made = normalise(wrap(schema), {})
    if "object" in str(schema):
        after = {"type": "object", "additionalProperties": True, "title": "GetXReplyMap"}
    assert (after, [f"#/paths/~1x/get/responses/200/content/application~1json/schema: {note}"]) == (
        unwrap(made.document),
        made.notes,
    )


@pytest.mark.parametrize("kind", ["file", "String", ["string", 3]])
def test_a_type_that_there_is_not(kind: object) -> None:
    """An unknown type is an error that names it, its place, and the known types."""
    said = r"^#/components/schemas/Foo/properties/a: the type .* is unknown: use string, .*a string of format binary"
    with pytest.raises(DocumentError, match=said):
        rewritten({}, {"Foo": {"properties": {"a": {"type": kind}}}})


@pytest.mark.parametrize(
    ("properties", "required", "said"),
    [
        ({"a": S, "required": ["a"]}, ["a"], "`required` is inside `properties`; it is read as beside it"),
        ({"a": S, "required": True}, [], "`required` is inside `properties`; it is read as beside it"),
        ({"a": {**S, "required": True}}, ["a"], "`required` is a boolean; it is read as the parent's"),
        ({"a": {**S, "required": False}}, [], "`required` is a boolean; it is read as the parent's"),
    ],
)
def test_misplaced_requirements(properties: dict[str, Any], required: list[str], said: str) -> None:
    """Misplaced `required` is moved to where it belongs."""
    schemas, _, notes = rewritten({}, {"Foo": {"type": "object", "properties": properties}})
    assert (required, [said]) == (schemas["Foo"].get("required", []), [note.split(": ", 1)[1] for note in notes])


def test_a_property_named_required() -> None:
    """A property may be named `required`."""
    schemas, _, notes = rewritten({}, {"Foo": {"properties": {"required": {"type": "boolean"}}}})
    assert ({"required": {"type": "boolean"}}, []) == (schemas["Foo"]["properties"], notes)


def test_requirements_that_are_no_names() -> None:
    """Values of `required` that are no names are left out, and so are duplicates."""
    schemas, _, _ = rewritten({}, {"Foo": {"properties": {"a": S}, "required": ["a", 1, "a"]}})
    assert ["a"] == schemas["Foo"]["required"]


@pytest.mark.parametrize("key", ["anyOf", "oneOf"])
def test_variants_that_nothing_fits(key: str) -> None:
    """Variants that nothing fits are left out."""
    assert S == rewritten({key: [False, S]})[1]


@pytest.mark.parametrize("schema", [{"anyOf": []}, {"allOf": []}, {"oneOf": [False]}])
def test_no_variants(schema: dict[str, Any]) -> None:
    """A list of no schemas is left out."""
    assert {} == rewritten(schema)[1]


def test_a_sum_that_nothing_fits() -> None:
    """An `allOf` with `false` is an error."""
    with pytest.raises(DocumentError, match="/schema/allOf: no value fits `false`"):
        rewritten({"allOf": [S, False]})


@pytest.mark.parametrize(
    ("schema", "items"),
    [
        ({"prefixItems": [S, {"type": "integer"}]}, {"anyOf": [S, {"type": "integer"}]}),
        ({"prefixItems": [S], "items": False}, S),
        ({"prefixItems": [S], "items": {"type": "null"}}, {"anyOf": [S, {"type": "null"}]}),
        ({"prefixItems": [S], "items": True}, {}),
        ({"items": [S, S]}, S),
        ({"items": [S], "additionalItems": {"type": "integer"}}, {"anyOf": [S, {"type": "integer"}]}),
    ],
)
def test_items_of_their_own_types(schema: dict[str, Any], items: dict[str, Any]) -> None:
    """An item may be any of the types, and a note says so."""
    _, made, notes = rewritten({"type": "array", **schema})
    assert {"type": "array", "items": items} == made
    assert ["`prefixItems` has no Python type here; each item may be any of its types"] == [
        note.rpartition(": ")[2] for note in notes
    ]


@pytest.mark.parametrize("schema", [{}, {"items": False}, {"items": []}])
def test_items_of_no_type(schema: dict[str, Any]) -> None:
    """Items without a type may be anything."""
    assert {"type": "array", "items": {}} == rewritten({"type": "array", **schema})[1]


def test_null_is_kept_where_it_is_a_value() -> None:
    """A null value of a keyword is ignored, but for constants and types."""
    assert {"type": "null"} == rewritten({"const": None, "description": None})[1]
    assert {"anyOf": [S, {"type": "null"}]} == rewritten({"type": ["string", None]})[1]


def test_untyped_schemas() -> None:
    """A schema that is listed as untyped may be anything, and keeps its description."""
    made = wrap({"anyOf": [S, reference("Foo")]}, {"Foo": {**S, "description": "D"}, "a/b": {"properties": {"c": S}}})
    untyped = {
        "#/components/schemas/Foo": "why",
        "#/paths/~1x/get/responses/200/content/application~1json/schema/anyOf/0": "why",
        "#/components/schemas/a~1b/properties/c": "why",
    }
    result = normalise(made, untyped).document
    assert ({}, {"description": "D"}, {"c": {}}) == (
        unwrap(result),
        result["components"]["schemas"]["Foo"],
        result["components"]["schemas"]["Ab"]["properties"],
    )


@pytest.mark.parametrize("pointer", ["#/components/schemas/Gone", "#/components/schemas/Foo/type", "#/tags/9"])
def test_untyped_pointers_to_nothing(pointer: str) -> None:
    """An untyped pointer to no schema is an error that names it and what to do."""
    with pytest.raises(DocumentError, match=f"^untyped {pointer}: there is no such schema; correct or remove"):
        normalise({**wrap({}, {"Foo": S}), "tags": []}, {pointer: "why"})


@pytest.mark.parametrize("pointer", ["#", "components/schemas/Foo"])
def test_untyped_pointers_that_are_none(pointer: str) -> None:
    """An untyped pointer without #/ is an error that says how one begins."""
    with pytest.raises(DocumentError, match=f"^untyped {pointer}: a pointer begins with #/$"):
        normalise(wrap({}, {"Foo": S}), {pointer: "why"})
