"""`$ref`s to anchors and identifiers, and dynamic ones, become `$ref`s with JSON pointers."""

from __future__ import annotations

from typing import Any

import pytest
from generator.read.anchors import follow_anchors
from generator_support.random_documents import unwrap, wrap

ID = "https://example.com/a"
COMPONENTS: dict[str, Any] = {
    "One": {"$anchor": "one", "type": "string"},
    "Node": {"$dynamicAnchor": "node", "properties": {"next": {"$dynamicRef": "#node"}}},
    "A": {"$id": ID, "properties": {"b": {"type": "integer"}}},
    "Twice": {"$anchor": "twice"},
    "Again": {"$defs": {"x": {"$anchor": "twice"}}},
    "Names": {"properties": {"$anchor": {"type": "string"}, "example": {"$ref": "#one"}}, "example": {"$ref": "#one"}},
}
NODE = "#/components/schemas/Node"


def followed(schema: Any, **more: Any) -> tuple[Any, list[str]]:
    """Return a schema beside the components, and the notes."""
    made, notes = follow_anchors(wrap(schema, {**COMPONENTS, **more}))
    return unwrap(made), notes


@pytest.mark.parametrize(
    ("schema", "after"),
    [
        ({"$ref": "#one"}, {"$ref": "#/components/schemas/One"}),
        ({"$ref": ID}, {"$ref": "#/components/schemas/A"}),
        ({"$ref": f"{ID}#"}, {"$ref": "#/components/schemas/A"}),
        ({"$ref": f"{ID}#/properties/b"}, {"$ref": "#/components/schemas/A/properties/b"}),
        ({"$ref": f"{ID}#other"}, {"$ref": f"{ID}#other"}),
        ({"$ref": "#twice"}, {"$ref": "#twice"}),
        ({"$ref": "#gone"}, {"$ref": "#gone"}),
        ({"$ref": NODE}, {"$ref": NODE}),
        ({"$ref": 5}, {"$ref": 5}),
        ({"$dynamicRef": "#node"}, {"$ref": NODE}),
        ({"$dynamicRef": NODE}, {"$ref": NODE}),
        ({"$dynamicRef": "#node", "description": "D"}, {"$ref": NODE, "description": "D"}),
        ({"$dynamicRef": "#node", "$ref": "#one"}, {"$ref": "#/components/schemas/One", "allOf": [{"$ref": NODE}]}),
        ({"items": [{"$ref": "#one"}]}, {"items": [{"$ref": "#/components/schemas/One"}]}),
        ({"enum": [{"$ref": "#one"}]}, {"enum": [{"$ref": "#one"}]}),
        (True, True),
    ],
)
def test_anchors_are_followed(schema: Any, after: Any) -> None:
    """One target is followed; several, or none, are left to the next stage. Data and names are no keywords."""
    assert (after, []) == followed(schema)


def test_names_and_data_are_no_keywords() -> None:
    """A field may have the name of a keyword, and an example holds no `$ref`."""
    made, _ = follow_anchors(wrap({}, COMPONENTS))
    names = made["components"]["schemas"]["Names"]
    assert {"$ref": "#one"} == names["example"]
    assert {"$anchor": {"type": "string"}, "example": {"$ref": "#/components/schemas/One"}} == names["properties"]


def test_a_document_without_anchors_is_the_same() -> None:
    """Nothing is copied."""
    document = wrap({"$ref": "#one"}, {"A": {}})
    assert document is follow_anchors(document)[0]


def test_recursion_leads_to_the_outermost_schema() -> None:
    """With several schemas that take part, a note says which one is meant."""
    place = "#/paths/~1x/get/responses/200/content/application~1json/schema"
    schema = {"items": {"$recursiveRef": "#"}}
    assert ({"items": {"$ref": place}}, []) == followed(schema)
    several = {name: {"$recursiveAnchor": True} for name in "XY"}
    assert [f"{place}/items: `$recursiveRef` is read as a `$ref` to {place}"] == followed(schema, **several)[1]
