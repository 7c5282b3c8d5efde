"""References of schemas lead to components."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from generator.errors import DocumentError
from generator.read.references import local_references
from generator_support.random_documents import reference, unwrap, wrap

S = {"type": "string"}
NESTED: dict[str, Any] = {
    "type": "object",
    "properties": {"bar": {"type": "array", "items": S}, "self": reference("Foo")},
}


def located(ref: str, components: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return the reference as it becomes, and the components."""
    made = local_references(wrap({"$ref": ref}, components))
    return unwrap(made)["$ref"].rsplit("/", 1)[-1], made["components"]["schemas"]


@pytest.mark.parametrize(
    ("ref", "name", "schema"),
    [
        ("#/components/schemas/Foo", "Foo", NESTED),
        ("#/components/schemas/F%6Fo", "Foo", NESTED),
        ("#/components/schemas/Foo/properties/bar", "FooBar", NESTED["properties"]["bar"]),
        ("#/components/schemas/Foo/properties/bar/items", "FooBarItems", S),
        ("#/components/schemas/a~1b", "AB", S),
        ("#/components/schemas/a%2Fb", "AB", S),
        ("#/components/schemas/Alias/properties/bar", "FooBar", NESTED["properties"]["bar"]),
        ("#/components/schemas/Beside/properties/own", "BesideOwn", S),
        ("#/components/schemas/Sum/allOf/1", "SumAllOf1", S),
        ("#/components/schemas/Defs/$defs/inner", "DefsInner", S),
    ],
)
def test_where_references_lead(ref: str, name: str, schema: Any) -> None:
    """A reference leads to its component, or to a copy of the schema that is named after its place."""
    components = {
        "Foo": NESTED,
        "a/b": S,
        "Alias": reference("Foo"),
        "Beside": {**reference("Foo"), "properties": {"own": S}},
        "Sum": {"allOf": [True, S]},
        "Defs": {"$defs": {"inner": S}},
    }
    found, schemas = located(ref, components)
    assert (name, schema) == (found, schemas[found])


def test_a_reference_into_a_reply() -> None:
    """A schema inside an operation that is referred to becomes a component."""
    made = wrap({"type": "object", "properties": {"a": S}})
    ref = "#/paths/~1x/get/responses/200/content/application~1json/schema/properties/a"
    made["components"]["schemas"]["Foo"] = {"items": {"$ref": ref}}
    schemas = local_references(made)["components"]["schemas"]
    assert {"Foo": {"items": reference("XGet200A")}, "XGet200A": S} == schemas


def test_copies_lead_to_copies() -> None:
    """The references of a copied schema are followed, also one that leads back to it."""
    tree = {"properties": {"inner": {"properties": {"again": {"$ref": "#/components/schemas/Tree/properties/inner"}}}}}
    name, schemas = located("#/components/schemas/Tree/properties/inner", {"Tree": tree})
    assert ("TreeInner", reference("TreeInner")) == (name, schemas[name]["properties"]["again"])


def test_a_copy_never_takes_a_name() -> None:
    """A copy does not take the name of a component."""
    name, schemas = located("#/components/schemas/Foo/properties/bar", {"Foo": NESTED, "FooBar": S})
    assert ("FooBar2", S) == (name, schemas["FooBar"])


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"$ref": "other.yaml#/Foo"}, "external"),
        ({"$ref": "https://example.com/foo.json"}, "external"),
        ({"$ref": "#anchor"}, "is not a JSON pointer"),
        ({"$ref": "#"}, "is not a JSON pointer"),
        ({"$ref": "#/components/schemas/Gone"}, "unresolved \\$ref '#/components/schemas/Gone'"),
        ({"$ref": "#/components/schemas/Sum/allOf/7"}, "unresolved"),
        ({"$ref": "#/info/title"}, "is not a schema"),
    ],
)
def test_what_leads_nowhere(schema: dict[str, Any], message: str) -> None:
    """An unresolved reference is an error that names it and its place."""
    components: dict[str, Any] = {"Foo": {"properties": {"a": schema}}, "Sum": {"allOf": [S]}}
    with pytest.raises(DocumentError, match=f"^#/components/schemas/Foo/properties/a.*{message}"):
        local_references(wrap(S, components))


@pytest.mark.parametrize("more", ["", "/properties/a"])
def test_a_circle_of_references(more: str) -> None:
    """A cycle of references is named where it is met first."""
    made = wrap({"$ref": f"#/components/schemas/Circle{more}"})
    made["components"]["schemas"] = {"Circle": reference("Round"), "Round": reference("Circle")}
    with pytest.raises(DocumentError, match=r"^#/.*: circular \$ref '#/components/schemas/\w+'"):
        local_references(made)


def test_everything_that_has_schemas_is_visited() -> None:
    """References are followed in parameters, bodies, headers, callbacks and reusable parts, and not in examples."""
    ref, after = {"$ref": "#/components/schemas/a~1b"}, reference("AB")
    body = {"content": {"text/plain": {"schema": ref, "encoding": {"x": {"headers": {"H": {"schema": ref}}}}}}}
    operation = {"parameters": [{"name": "p", "schema": ref}], "requestBody": body, "responses": {"200": body}}
    made = wrap({"example": {"schema": ref}, "not": ref, "default": ref})
    made["paths"]["/y"] = {"parameters": [{"$ref": "#/components/parameters/P"}], "post": operation}
    made["paths"]["/y"]["post"] = {**operation, "callbacks": {"done": {"{url}": {"put": operation}}}}
    made["components"] = {"schemas": {"a/b": S}, "parameters": {"P": {"content": {"a/b": {"schema": ref}}}}}
    text = str(local_references(made))
    assert 2 == text.count(str(ref))
    assert 12 == text.count(str(after))


def test_discriminators_follow() -> None:
    """The mappings of discriminators follow like references, and bare names stay."""
    mapping = {"a": "#/components/schemas/a~1b", "b": "Bare", "c": 3}
    made = local_references(wrap({"discriminator": {"propertyName": "k", "mapping": mapping}}, {"a/b": S}))
    assert {"a": "#/components/schemas/AB", "b": "Bare", "c": 3} == unwrap(made)["discriminator"]["mapping"]


def test_a_document_without_components() -> None:
    """A document without components is unchanged."""
    plain: dict[str, Any] = {"openapi": "3.1.0", "paths": {}, "components": None}
    assert plain == local_references(plain)


def test_the_input_is_not_changed() -> None:
    """The input is not changed."""
    made = wrap(
        {"$ref": "#/components/schemas/a~1b"}, {"a/b": {"properties": {"c": {"$ref": "#/components/schemas/a~1b"}}}}
    )
    before = copy.deepcopy(made)
    assert before != local_references(made)
    assert before == made
