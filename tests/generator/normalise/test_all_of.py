"""Sums (`allOf`) become the one schema that they amount to."""

from __future__ import annotations

from typing import Any

import pytest
from generator.errors import DocumentError
from generator_support.random_documents import reference as ref
from generator_support.rewritten import rewritten

S, INT, N = {"type": "string"}, {"type": "integer"}, {"type": "null"}
UUID = {"type": "string", "format": "uuid"}
OPEN = {"type": "object", "additionalProperties": True}


def fields(more: Any = True, required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """Make an object."""
    made = {"type": "object", "properties": properties, "additionalProperties": more}
    return {**made, "required": list(required)} if required else made


BASE = {"type": "object", "description": "The base", "properties": {"a": S, "b": INT}}
COMPONENTS = {"Base": BASE, "Status": {"type": "string", "enum": ["x", "y"]}}


def summed(*parts: Any, **more: Any) -> Any:
    """Return the component that a sum becomes."""
    return rewritten({}, {**COMPONENTS, "Foo": {"allOf": list(parts), **more}})[0]["Foo"]


@pytest.mark.parametrize(
    ("parts", "after"),
    [
        ([S, {"pattern": "a"}], S),
        ([S, UUID], UUID),
        ([UUID, {"type": "string", "format": "date"}], S),
        ([{"type": "number"}, INT], INT),
        ([{"type": ["string", "null"]}, {"type": ["null", "integer", "string"]}], {"anyOf": [S, N]}),
        ([{"enum": ["a", "b"]}, {"enum": ["b", "c"]}], {"type": "string", "enum": ["b"]}),
        ([{"enum": [1, 2]}, {"type": "number"}], {"type": "integer", "enum": [1, 2]}),
        ([ref("Base"), {"type": "object"}], fields(a=S, b=INT)),
        ([ref("Base"), ref("Base")], fields(a=S, b=INT)),
        ([ref("Base"), {"properties": {"c": S}}], fields(a=S, b=INT, c=S)),
        ([{"properties": {"c": S}}, ref("Base")], fields(c=S, a=S, b=INT)),
        ([ref("Base"), {"required": ["b"]}], fields(required=("b",), a=S, b=INT)),
        ([ref("Base"), {"properties": {"a": UUID}}], fields(a=UUID, b=INT)),
        ([ref("Base"), {"properties": {"a": {"description": "D"}}}], fields(a={**S, "description": "D"}, b=INT)),
        ([ref("Base"), {"properties": {"a": ref("Status")}}], fields(a=ref("Status"), b=INT)),
        ([{"items": S}, {"items": UUID}], {"type": "array", "items": UUID}),
        ([{"additionalProperties": {}}, {"additionalProperties": S}], {**OPEN, "additionalProperties": S}),
        ([{"additionalProperties": UUID}, {"additionalProperties": S}], {**OPEN, "additionalProperties": UUID}),
        ([{"properties": {"a": S}, "additionalProperties": False}, {"type": "object"}], fields(more=False, a=S)),
        ([{"properties": {"a": S}, "additionalProperties": False}, ref("Base")], fields(a=S, b=INT)),
        ([fields(more=False, a=S), fields(more=False, b=S)], fields(more=False, a=S, b=S)),
        ([fields(more=False, a=S), fields(more=INT, b=S)], fields(more=INT, a=S, b=S)),
        ([{"required": ["z"]}, fields(a=S)], fields(required=("z",), a=S, z={})),
        ([{"allOf": [ref("Base")]}, {"type": ["object", "null"]}], fields(a=S, b=INT)),
    ],
)
def test_what_a_sum_amounts_to(parts: list[Any], after: dict[str, Any]) -> None:
    """An `allOf` has the fields and requirements of all parts, and the types that all allow."""
    assert after == summed(*parts)


def test_descriptions() -> None:
    """An `allOf` keeps its own description, or that of an inline part."""
    assert "description" not in summed(ref("Base"), {"properties": {"c": S}})
    assert "D" == summed(ref("Base"), {"properties": {"c": S}, "description": "D"})["description"]
    assert "E" == summed(ref("Base"), {"properties": {"c": S}, "description": "D"}, description="E")["description"]


@pytest.mark.parametrize(
    "parts",
    [
        [ref("Base")],
        [ref("Base"), {"description": "Two"}],
        [{"type": "object"}, ref("Base")],
        [ref("Base"), {"properties": {"a": S}}],
    ],
)
def test_in_place_what_adds_nothing_is_the_reference(parts: list[Any]) -> None:
    """An inline `allOf` that adds nothing is its reference."""
    schemas, made, _ = rewritten({"allOf": parts, "readOnly": True, "description": "One"}, COMPONENTS)
    assert ({**ref("Base"), "readOnly": True, "description": "One"}, 2) == (made, len(schemas))


@pytest.mark.parametrize("parts", [[ref("Status"), {"description": "D"}], [S, ref("Status")], [ref("Status"), {}]])
def test_a_sum_with_an_enum(parts: list[Any]) -> None:
    """An `allOf` with an enum is the enum."""
    assert ref("Status") == {"$ref": rewritten({"allOf": parts}, COMPONENTS)[1]["$ref"]}


def test_a_nullable_part_makes_the_sum_nullable() -> None:
    """A nullable part makes the `allOf` nullable."""
    for sum_ in ({"allOf": [ref("Base"), {"nullable": True}]}, {"allOf": [ref("Base")], "nullable": True}):
        assert {"anyOf": [ref("Base"), N]} == rewritten(sum_, COMPONENTS, "3.0.3")[1]


def test_a_sum_with_a_choice() -> None:
    """Each variant beside fields is merged with them, and named after what it was."""
    schemas, made, _ = rewritten({"properties": {"c": S}, "oneOf": [ref("Base"), {"properties": {"d": S}}]}, COMPONENTS)
    assert {"anyOf": [ref("GetXReplyBase"), ref("GetXReplyVariant2")]} == made
    assert (["a", "b", "c"], ["d", "c"]) == (
        list(schemas["GetXReplyBase"]["properties"]),
        list(schemas["GetXReplyVariant2"]["properties"]),
    )


def test_variants_that_add_nothing_stay() -> None:
    """A type beside a union of classes changes none of them."""
    made = rewritten({"type": "object", "anyOf": [ref("Base"), ref("Status")]}, COMPONENTS)[1]
    assert ref("Base") == made


def test_variants_that_can_not_hold_go() -> None:
    """A variant that nothing fits is removed, also if only a required field makes it so."""
    cat, dog = ({"properties": {"kind": {"const": kind}}, "required": ["kind"]} for kind in ("cat", "dog"))
    schemas, made, _ = rewritten({"allOf": [{"anyOf": [cat, dog]}, dog]})
    assert ref("GetXReply") == made
    assert ["dog"] == schemas["GetXReplyKind"]["enum"]


def test_subtypes_narrow_their_base() -> None:
    """A subtype may narrow a field of its base to a subtype."""
    components = {
        "Node": {"properties": {"next": ref("Node"), "all": {"type": "array", "items": ref("Node")}}},
        "Leaf": {
            "allOf": [
                ref("Node"),
                {"properties": {"next": ref("Leaf"), "all": {"type": "array", "items": ref("Leaf")}}},
            ]
        },
        "Back": {"allOf": [{"properties": {"next": ref("Leaf")}}, ref("Node")]},
    }
    schemas = rewritten({}, components)[0]
    assert {"next": ref("Leaf"), "all": {"type": "array", "items": ref("Leaf")}} == schemas["Leaf"]["properties"]
    assert ref("Leaf") == schemas["Back"]["properties"]["next"]


def test_a_base_that_lists_its_subtypes() -> None:
    """A base that lists its subtypes becomes the union, and each subtype takes its other fields."""
    pet = {
        "properties": {"kind": S},
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog"}},
    }
    own = {"Cat": {"allOf": [ref("Pet"), {"properties": {"m": S}}]}, "Dog": {"allOf": [ref("Pet"), ref("Other")]}}
    schemas, _, notes = rewritten({}, {"Pet": pet, **own, "Other": {"properties": {"b": S}}})
    mapping = {"cat": ref("Cat")["$ref"], "dog": ref("Dog")["$ref"]}
    assert {"propertyName": "kind", "mapping": mapping} == schemas["Pet"]["discriminator"]
    assert (["kind", "m"], ["kind", "b"]) == (list(schemas["Cat"]["properties"]), list(schemas["Dog"]["properties"]))
    assert [] == notes


def test_an_alias_among_the_parts() -> None:
    """References to references are followed in an `allOf`."""
    assert (
        fields(a=S, b=INT, c=S)
        == rewritten(
            {}, {**COMPONENTS, "Alias": ref("Base"), "Foo": {"allOf": [ref("Alias"), {"properties": {"c": S}}]}}
        )[0]["Foo"]
    )


def test_a_long_choice_beside_a_type() -> None:
    """A long union beside a type keeps its number of variants."""
    variants = [{"properties": {f"a{index}": S}} for index in range(40)]
    assert 40 == len(summed({"anyOf": variants}, type="object")["anyOf"])


SIX, MORE = ({"anyOf": [{"properties": {f"{key}{index}": S}} for index in range(6)]} for key in "ab")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([S, INT], r"Foo: no value fits all parts of `allOf` \(string and integer\)"),
        ([{"enum": ["a"]}, {"enum": ["b"]}], r"Foo: no value .* \(no value is in both enums\)"),
        ([ref("Base"), {"properties": {"a": INT}, "required": ["a"]}], r"Foo/properties/a: no value .*"),
        ([{"anyOf": [S, N]}, INT], r"Foo: no value .* \(null and integer\)"),
        ([ref("Foo"), {"properties": {"a": INT}}], r"Foo: refers to itself through `allOf`; list it under `untyped`"),
        ([{"anyOf": [{"anyOf": [{"allOf": [S, INT]}]}]}, {}], r"Foo: no value"),
        (
            [SIX, MORE],
            r"Foo: `allOf` has more than 32 variants; list it under `untyped` in the settings with a reason",
        ),
        (
            [ref("Base"), {"properties": {"c": {"allOf": [ref("Foo"), {"properties": {"d": S}}]}}}],
            r"Foo/properties/c/properties/c: `allOf` contains itself; list it",
        ),
    ],
)
def test_sums_that_are_nothing(parts: list[Any], said: str) -> None:
    """An `allOf` that nothing fits is an error that names place and reason."""
    with pytest.raises(DocumentError, match=f"^#/components/schemas/{said}"):
        summed(*parts)


@pytest.mark.parametrize(
    ("parts", "after", "said"),
    [
        (
            [ref("Base"), {"properties": {"a": INT}}],
            fields(a={}, b=INT),
            "Foo/properties/a: no value fits all parts of `allOf` (string and integer)",
        ),
        (
            [{"items": S}, {"items": INT}],
            {"type": "array", "items": {}},
            "Foo/items: no value fits all parts of `allOf` (string and integer)",
        ),
        (
            [{"additionalProperties": {"enum": ["a"]}}, {"additionalProperties": {"enum": ["b"]}}],
            OPEN | {"additionalProperties": {}},
            "Foo/additionalProperties: no value fits all parts of `allOf` (no value is in both enums)",
        ),
    ],
)
def test_what_need_not_be_there_may_be_anything(parts: list[Any], after: Any, said: str) -> None:
    """A field, item or member that no value fits, and that may be left out, may be anything."""
    schemas, _, notes = rewritten({}, {**COMPONENTS, "Foo": {"allOf": parts}})
    assert after == schemas["Foo"]
    assert [f"#/components/schemas/{said}; the value may be anything"] == notes


@pytest.mark.parametrize(
    ("components", "said"),
    [({}, "unresolved"), ({"Gone": ref("Round"), "Round": ref("Gone")}, "circular")],
)
def test_an_unresolved_part(components: dict[str, Any], said: str) -> None:
    """An unresolved part is an error that names the reference."""
    with pytest.raises(DocumentError, match=f"Foo: {said} \\$ref '#/components/schemas/Gone'"):
        rewritten({}, {"Foo": {"allOf": [ref("Gone"), S]}, **components})


def test_a_sum_with_a_sum_that_is_nothing() -> None:
    """A nested `allOf` that nothing fits is an error that names the part."""
    with pytest.raises(DocumentError, match=r"^#/components/schemas/Never: no value fits all parts of `allOf`"):
        rewritten({}, {"Foo": {"allOf": [ref("Never"), ref("Never")]}, "Never": {"allOf": [S, INT]}})


def test_a_field_of_two_subtypes() -> None:
    """A field of two components that do not extend each other gets a class of both."""
    components = {
        "Left": {"allOf": [ref("Base"), {"properties": {"c": S}}]},
        "Right": {"allOf": [ref("Base"), {"properties": {"d": S}}]},
        "Both": {"allOf": [ref("Left"), ref("Right"), ref("Base")]},
    }
    schemas, made, _ = rewritten({"allOf": [ref("Both"), ref("Status2")]}, {**COMPONENTS, **components, "Status2": {}})
    assert (fields(a=S, b=INT, c=S, d=S), ref("Both")) == (schemas["Both"], made)


def test_a_field_of_two_circles() -> None:
    """The intersection of two recursive components is an error."""
    circles = {name: {"type": "object", "properties": {"a": ref(name)}} for name in ("One", "Two")}
    with pytest.raises(DocumentError, match=r"Foo(/properties/a){3}: `allOf` contains itself"):
        rewritten(
            {}, {**circles, "Foo": {"allOf": [ref("One"), ref("Two"), {"properties": {"a": {"type": "object"}}}]}}
        )
