"""Components: their names, and what becomes one."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from generator.errors import DocumentError
from generator.naming.class_names import class_name
from generator.normalise import normalise
from generator.read.document import load
from generator.read.references import local_references
from generator_support.normal_form import faults
from generator_support.random_documents import reference as ref
from generator_support.random_documents import wrap
from generator_support.rewritten import rewritten

ROOT = Path(__file__).parents[3]
S, N = {"type": "string"}, {"type": "null"}
OBJECT = {"type": "object", "properties": {"a": S}, "additionalProperties": True}


@pytest.mark.parametrize(
    "nullable",
    [{**OBJECT, "nullable": True}, {"type": ["null", "object"], "properties": {"a": S}}, {"anyOf": [OBJECT, N]}],
)
def test_null_of_a_class(nullable: dict[str, Any]) -> None:
    """A nullable component is the class, and null is a variant wherever it is used, also through aliases."""
    user = {
        "properties": {
            "one": ref("Foo"),
            "many": {"type": "array", "items": ref("Alias")},
            "or": {"anyOf": [S, ref("Foo")]},
        }
    }
    schemas, made, _ = rewritten(
        {**ref("Alias"), "description": "D"}, {"Foo": nullable, "Alias": ref("Foo"), "User": user}
    )
    either = {"anyOf": [ref("Foo"), N]}
    assert (OBJECT, {**either, "description": "D"}) == (schemas["Foo"], made)
    many = {"type": "array", "items": either}
    assert {"one": either, "many": many, "or": {"anyOf": [S, ref("Foo"), N]}} == schemas["User"]["properties"]


def test_null_of_an_enum() -> None:
    """A nullable enum is the enum, and null is a variant wherever it is used."""
    schemas, made, _ = rewritten(ref("Foo"), {"Foo": {"enum": ["a", None], "description": "D"}})
    assert {"type": "string", "enum": ["a"], "description": "D"} == schemas["Foo"]
    assert {"anyOf": [ref("Foo"), N]} == made


def test_null_of_what_is_no_class() -> None:
    """Null stays in a component that becomes no class."""
    schemas, made, _ = rewritten(ref("Foo"), {"Foo": {"type": ["string", "null"]}})
    assert ({"anyOf": [S, N]}, ref("Foo")) == (schemas["Foo"], made)


def test_other_names() -> None:
    """A component that is only a reference is removed, and references to it lead to its target."""
    schemas, made, notes = rewritten(ref("First"), {"First": ref("Second"), "Second": ref("Foo"), "Foo": OBJECT})
    assert ({"Foo": OBJECT}, ref("Foo")) == (schemas, made)
    assert "#/components/schemas/First: is an alias of Foo, which is the class" == notes[0]


@pytest.mark.parametrize(
    ("components", "said"),
    [
        ({"A": {"anyOf": [{"anyOf": [ref("A")]}, {"anyOf": [ref("A"), ref("A")]}]}}, "A: circular"),
        ({"A": ref("B"), "B": ref("A")}, r"A: circular \$ref"),
        ({"A": ref("Gone")}, "A: unresolved \\$ref '#/components/schemas/Gone'"),
        ({"A": {"items": ref("Gone")}}, "A/items: unresolved \\$ref '#/components/schemas/Gone'"),
    ],
)
def test_circles(components: dict[str, Any], said: str) -> None:
    """A cycle of references is an error that names the component and what to do."""
    with pytest.raises(DocumentError, match=f"^#/components/schemas/{said}"):
        rewritten({}, components)


@pytest.mark.parametrize(
    ("components", "after", "place"),
    [
        ({"anyOf": [S, {"items": ref("Foo")}]}, {"anyOf": [S, {"type": "array", "items": {}}]}, "Foo/anyOf/1/items"),
        ({"items": ref("Foo")}, {"type": "array", "items": {}}, "Foo/items"),
        (
            {"items": {"items": ref("Foo")}},
            {"type": "array", "items": {"type": "array", "items": {}}},
            "Foo/items/items",
        ),
        (
            {"items": {"anyOf": [ref("Foo"), S]}},
            {"type": "array", "items": {}},
            "Foo/items/anyOf/0",
        ),
        (
            {"anyOf": [S, {"additionalProperties": ref("Foo")}]},
            {"anyOf": [S, {"type": "object", "additionalProperties": {}, "title": "FooMap"}]},
            "Foo/anyOf/1/additionalProperties",
        ),
    ],
)
def test_a_component_inside_itself(components: dict[str, Any], after: dict[str, Any], place: str) -> None:
    """Inside a list or a map, a component that contains itself without an object in between may be anything."""
    schemas, _, notes = rewritten({}, {"Foo": components})
    assert {"Foo": after} == schemas
    assert [
        f"#/components/schemas/{place}: Foo refers to itself without an object in between; the inner value may be "
        "anything"
    ] == notes


def test_a_circle_of_two_lists() -> None:
    """The circle is cut once, in the component that comes last."""
    schemas, _, notes = rewritten({}, {"A": {"items": ref("B")}, "B": {"anyOf": [S, {"items": ref("A")}]}})
    assert ref("B") == schemas["A"]["items"]
    assert {"type": "array", "items": {}} == schemas["B"]["anyOf"][1]
    assert ["#/components/schemas/B/anyOf/1/items"] == [note.partition(": ")[0] for note in notes]


def test_a_union_with_itself() -> None:
    """A union that is its own variant has the other variants only."""
    schemas, _, notes = rewritten({}, {"Foo": {"anyOf": [ref("Foo"), S, {"anyOf": [{"type": "integer"}, ref("Foo")]}]}})
    assert {"Foo": {"anyOf": [S, {"type": "integer"}]}} == schemas
    assert [] == notes


def test_a_union_of_itself_alone() -> None:
    """A union whose only variant is itself, with a discriminator, may be anything."""
    foo = {"oneOf": [ref("Foo")], "discriminator": {"propertyName": "kind"}, "description": "D"}
    schemas, made, notes = rewritten(ref("Foo"), {"Foo": foo})
    assert ({"Foo": {"description": "D"}}, ref("Foo")) == (schemas, made)
    assert ["#/components/schemas/Foo/anyOf/0"] == [note.partition(": ")[0] for note in notes]


@pytest.mark.parametrize(
    "foo",
    [
        {"properties": {"a": {"items": ref("Foo")}}},
        {"additionalProperties": ref("Foo")},
        {"items": {"properties": {"a": ref("Foo")}}},
    ],
)
def test_circles_through_objects(foo: dict[str, Any]) -> None:
    """A cycle through objects is kept, since classes can refer to each other."""
    assert "Foo" in rewritten({}, {"Foo": foo})[0]


def test_a_circle_that_is_listed() -> None:
    """A cycle through an untyped schema is none."""
    made = wrap(ref("Json"), {"Json": {"anyOf": [S, {"type": "array", "items": ref("Json")}]}})
    assert {"Json": {}} == normalise(made, {"#/components/schemas/Json": "any JSON"}).document["components"]["schemas"]


def test_required_fields_that_nothing_is_said_of() -> None:
    """A required field without a schema becomes a field of the type of additional properties."""
    foo = {"type": "object", "required": ["a"], "additionalProperties": S}
    assert {"a": S} == rewritten({}, {"Foo": foo})[0]["Foo"]["properties"]
    schemas, _, notes = rewritten({}, {"Foo": {**foo, "additionalProperties": False}})
    assert {"a": {}} == schemas["Foo"]["properties"]
    assert ["#/components/schemas/Foo: `required` has a, which it forbids; they are allowed"] == notes


@pytest.mark.parametrize(
    ("names", "after"),
    [
        (["foo_bar"], ["FooBar"]),
        (["foo_bar", "FooBar"], ["FooBar2", "FooBar"]),
        (["FooBar", "FooBAR"], ["FooBar", "FooBAR2"]),
        (["HTTPError", "V1Thing"], ["HTTPError", "V1Thing"]),
        (
            ["UUID", "FileOperations", "Warning", "None", "list"],
            ["UUIDModel", "FileOperationsModel", "WarningModel", "NoneModel", "ListModel"],
        ),
        (["a1b"], ["A1B"]),
        (["Größe", "用户", "$", "1st"], ["Groe", "用户", "Schema", "Schema1St"]),
    ],
)
def test_names(names: list[str], after: list[str]) -> None:
    """Each component becomes a class and a module of its own, and references follow."""
    schemas, made, notes = rewritten(
        {"anyOf": [ref(name) for name in names]}, {name: {**OBJECT, "properties": {name: S}} for name in names}
    )
    assert (after, [ref(name) for name in after]) == (list(schemas), made.get("anyOf", [made]))
    changed = [old for old, new in zip(names, after, strict=True) if new != class_name(old)]
    assert [f"#/components/schemas/{name}: becomes the class" for name in changed] == [
        note.rsplit(" ", 5)[0][: len(f"#/components/schemas/{name}: becomes the class")]
        for name, note in zip(changed, notes, strict=True)
    ]


def test_what_stands_in_place() -> None:
    """Inline objects and enums get a name from where they stand; maps and scalars stay inline."""
    inline = {
        "type": "object",
        "properties": {
            "some_field": {"type": "array", "items": OBJECT, "description": "D"},
            "map": {"type": "object", "additionalProperties": OBJECT},
            "state": {"enum": ["a"], "description": "E", "readOnly": True, "deprecated": True},
            "or null": {"anyOf": [N, OBJECT]},
            "many": {"anyOf": [S, OBJECT]},
            "$": OBJECT,
        },
    }
    schemas, _, _ = rewritten({}, {"Foo": inline, "FooState": S})
    properties = schemas["Foo"]["properties"]
    assert {"type": "array", "items": ref("FooSomeFieldItem"), "description": "D"} == properties["some_field"]
    assert ref("FooMapValue") == properties["map"]["additionalProperties"]
    assert {**ref("FooState2"), "description": "E", "readOnly": True, "deprecated": True} == properties["state"]
    assert {"type": "string", "enum": ["a"], "description": "E", "deprecated": True} == schemas["FooState2"]
    assert {"anyOf": [ref("FooOrNull"), N]} == properties["or null"]
    assert {"anyOf": [S, ref("FooManyVariant2")]} == properties["many"]
    assert ref("FooField") == properties["$"]


def test_what_stands_in_operations() -> None:
    """A schema in an operation is named after the operation, or its path without an operationId."""
    made = wrap({"enum": ["a"]})
    operation = made["paths"]["/x"]["get"]
    operation["parameters"] = [
        {"name": "sort_by", "in": "query", "schema": {"enum": ["b"]}},
        {"name": "q", "in": "query"},
    ]
    operation["requestBody"] = {"content": {"application/json": {"schema": {"enum": ["c"]}}, "text/plain": {}}}
    operation["responses"]["204"] = {"description": "none"}
    made["paths"]["/y/{id}"] = {"summary": "none", "put": {**copy.deepcopy(operation), "parameters": []}}
    del made["paths"]["/y/{id}"]["put"]["operationId"]
    result = normalise(made, {}).document
    names = {name: schema["enum"] for name, schema in result["components"]["schemas"].items()}
    assert {
        "GetXReply": ["a"], "GetXSortBy": ["b"], "GetXBody": ["c"], "YIdPutReply": ["a"], "YIdPutBody": ["c"],
    } == names  # fmt: skip


def test_a_document_without_components() -> None:
    """No components are made where none are needed."""
    made = wrap(S)
    del made["components"]
    assert made == normalise(made, {}).document


def plain_spec() -> dict[str, Any]:
    """Return our own document, with parameters and replies in place."""
    made = local_references(load(ROOT / "openapi" / "targeting.yaml"))

    def resolved(node: dict[str, Any]) -> Any:
        found: Any = made
        for part in node["$ref"][2:].split("/") if "$ref" in node else ():
            found = found[part]
        return found if "$ref" in node else node

    for item in made["paths"].values():
        for operation in item.values():
            operation["parameters"] = [resolved(one) for one in operation.get("parameters", [])]
            operation["responses"] = {status: resolved(one) for status, one in operation["responses"].items()}
    return made


def test_our_own_document() -> None:
    """Our document keeps its names and fields, without a note."""
    given = plain_spec()
    made, notes = normalise(given, {})
    before, after = given["components"]["schemas"], made["components"]["schemas"]
    assert ([], [], list(before)) == (notes, faults(made), list(after))
    for name, schema in before.items():
        assert set(schema.get("properties", {})) <= set(after[name].get("properties", {}))
        # A limit is added to the description.
        assert after[name].get("description", "").startswith(schema.get("description", "").rstrip())
