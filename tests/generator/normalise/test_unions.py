"""Choices are flat, null is last, and discriminators are written out in full."""

from __future__ import annotations

from typing import Any

import pytest
from generator_support.random_documents import reference as ref
from generator_support.rewritten import rewritten

S, N = {"type": "string"}, {"type": "null"}


def kind(value: str, **more: Any) -> dict[str, Any]:
    """Make an object with a tag."""
    return {"type": "object", "properties": {"kind": {"const": value}, **more}, "required": ["kind"]}


def plain(**more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": S, **more}}


PETS = {"Cat": plain(a=S), "Dog": plain(b=S), "Pair": {"anyOf": [ref("Cat"), ref("Dog")]}}


def mapping(schema: dict[str, Any]) -> dict[str, str]:
    """Return the component's name for each value of a discriminator."""
    found = schema.get("discriminator", {}).get("mapping", {})
    return {value: target.removeprefix("#/components/schemas/") for value, target in found.items()}


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ({}, {"Cat": "Cat", "Dog": "Dog"}),
        ({"cat": "Cat"}, {"cat": "Cat", "Dog": "Dog"}),
        ({"cat": "#/components/schemas/Cat", "kitten": "Cat", "d": "Dog"}, {"cat": "Cat", "kitten": "Cat", "d": "Dog"}),
    ],
)
def test_discriminators(given: dict[str, str], full: dict[str, str]) -> None:
    """Variants that the mapping leaves out have their own name as the value."""
    schema = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind", "mapping": given}}
    made = rewritten(schema, PETS)[1]
    assert ("kind", full) == (made["discriminator"]["propertyName"], mapping(made))


@pytest.mark.parametrize(("target", "there"), [("Gone", "no component"), ("Bird", "no variant"), ("a.json", "no comp")])
def test_values_for_what_is_no_variant(target: str, there: str) -> None:
    """Mapped values that lead to no variant are ignored, with a note."""
    schema = {"anyOf": [ref("Cat")], "discriminator": {"propertyName": "kind", "mapping": {"x": target}}}
    _, made, notes = rewritten(schema, {**PETS, "Bird": plain()})
    assert {
        "anyOf": [ref("Cat")],
        "discriminator": {"propertyName": "kind", "mapping": {"Cat": ref("Cat")["$ref"]}},
    } == made
    assert f"`discriminator` maps 'x' to {target!r}, which is {there}" in notes[0]


def test_names_of_old_are_the_values() -> None:
    """A renamed class is chosen by the name that its component had."""
    schema = {"oneOf": [ref("cat_model"), ref("Alias")], "discriminator": {"propertyName": "kind"}}
    made = rewritten(schema, {"cat_model": plain(), "Dog": plain(b=S), "Alias": ref("Dog")})[1]
    assert {"cat_model": "CatModel", "Alias": "Dog"} == mapping(made)


def test_nested_choices() -> None:
    """A union among variants is opened, and its discriminator stays if both use the same property."""
    pair = {**PETS["Pair"], "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}}
    outer = {"oneOf": [ref("Pair"), ref("Bird"), N], "discriminator": {"propertyName": "kind"}, "description": "D"}
    made = rewritten(outer, {**PETS, "Pair": pair, "Bird": plain(c=S)})[1]
    assert [ref("Cat"), ref("Dog"), ref("Bird"), N] == made["anyOf"]
    assert {"cat": "Cat", "dog": "Dog", "Bird": "Bird"} == mapping(made)


def test_choices_of_choices() -> None:
    """Nested unions are opened at any depth, in components too."""
    components = {**PETS, "Bird": plain(), "More": {"anyOf": [ref("Pair"), ref("Bird")]}}
    schemas, made, _ = rewritten({"anyOf": [S, ref("More")]}, components)
    assert [S, ref("Cat"), ref("Dog"), ref("Bird")] == made["anyOf"]
    assert [ref("Cat"), ref("Dog"), ref("Bird")] == schemas["More"]["anyOf"]


def test_a_choice_that_one_value_stands_for() -> None:
    """A value that leads to a union removes the discriminator, unless its variants have constants."""
    outer = {"oneOf": [ref("Pair"), ref("Bird")], "discriminator": {"propertyName": "kind"}}
    made = rewritten(outer, {**PETS, "Bird": plain(c=S)})[1]
    assert {} == mapping(made)
    made = rewritten(outer, {**PETS, "Cat": kind("cat"), "Dog": kind("dog"), "Bird": plain(c=S)})[1]
    assert {"cat": "Cat", "dog": "Dog", "Bird": "Bird"} == mapping(made)


def test_choices_in_place_that_look_at_other_properties() -> None:
    """Inline unions with different discriminators have none together."""
    inner = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "other"}}
    made = rewritten(
        {"oneOf": [inner, ref("Bird")], "discriminator": {"propertyName": "kind"}}, {**PETS, "Bird": plain()}
    )
    assert {} == mapping(made[1])


def test_a_choice_in_place_that_has_its_own_discriminator() -> None:
    """An inline union with a discriminator is opened like a component."""
    inner = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    made = rewritten({"anyOf": [inner, {"type": "string"}]}, PETS)[1]
    assert {"Cat": "Cat", "Dog": "Dog"} == mapping(made)


def test_no_discriminator_of_some() -> None:
    """If one variant with fields has no value, the union has no discriminator."""
    assert {} == mapping(rewritten({"anyOf": [ref("Pair"), ref("Bird")]}, {**PETS, "Bird": plain()})[1])


def test_variants_in_place_with_constants() -> None:
    """The constants of inline variants are their values, and name them."""
    schema = {"oneOf": [kind("cat"), kind("big dog")], "discriminator": {"propertyName": "kind"}}
    schemas, made, _ = rewritten({}, {"Pet": schema})
    assert {"cat": "PetCat", "big dog": "PetBigDog"} == mapping(schemas["Pet"])
    assert {"Pet", "PetCat", "PetCatKind", "PetBigDog", "PetBigDogKind"} == schemas.keys()
    assert {} == made


def test_variants_in_place_without_constants() -> None:
    """A discriminator that no inline variant has a constant for is dropped."""
    schema = {"oneOf": [plain(), plain(a=S)], "discriminator": {"propertyName": "kind"}}
    schemas, made, _ = rewritten(schema)
    assert ({"anyOf": [ref("GetXReplyVariant1"), ref("GetXReplyVariant2")]}, 2) == (made, len(schemas))


def test_values_stay_with_merged_variants() -> None:
    """The values lead to the merged classes where siblings made new ones."""
    schema = {
        "properties": {"more": S},
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}},
    }
    schemas, _, _ = rewritten({}, {**PETS, "Pet": schema})
    assert {"cat": "PetCat", "dog": "PetDog"} == mapping(schemas["Pet"])


def test_a_variant_that_is_there_twice() -> None:
    """Both values of a variant that stands twice choose it."""
    alias = {"oneOf": [ref("Cat"), ref("Alias"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    made = rewritten(alias, {**PETS, "Alias": ref("Cat")})[1]
    assert ([ref("Cat"), ref("Dog")], {"Cat": "Cat", "Alias": "Cat", "Dog": "Dog"}) == (made["anyOf"], mapping(made))
    assert ref("Cat") == rewritten({"anyOf": [ref("Cat"), ref("Cat")]}, PETS)[1]


def test_a_nullable_variant() -> None:
    """Null becomes a variant of the union, and the value stays with the class."""
    schema = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    made = rewritten(schema, {**PETS, "Cat": {**plain(), "type": ["object", "null"]}})[1]
    assert ([ref("Cat"), ref("Dog"), N], {"Cat": "Cat", "Dog": "Dog"}) == (made["anyOf"], mapping(made))


def test_titles_name_variants() -> None:
    """Titles name variants, unless they are too long."""
    long = "A title that tells a whole story about what the variant is good for"
    schemas, _, _ = rewritten({}, {"Foo": {"anyOf": [{**plain(), "title": "big one"}, {**plain(a=S), "title": long}]}})
    assert {"Foo", "FooBigOne", "FooVariant2"} == schemas.keys()


def kinds(*values: str, **more: Any) -> dict[str, Any]:
    """Make an object whose tag may have several values."""
    return {"type": "object", "properties": {"kind": {"enum": [*values]}, **more}}


@pytest.mark.parametrize(
    ("first", "second", "third", "full"),
    [
        ("xy", "yz", "u", {"x": "V1", "z": "V2", "u": "V3"}),
        ("as", "bs", "cs", {"a": "V1", "b": "V2", "c": "V3"}),
        ("xy", "y", "z", {}),
        ("x", "x", "z", {}),
        ("x", "y", "xy", {}),
    ],
)
def test_a_value_that_variants_share_chooses_none_of_them(
    first: str, second: str, third: str, full: dict[str, str]
) -> None:
    """A discriminator that leaves a variant without a value of its own is no discriminator."""
    variants = [kinds(*first, a=S), kinds(*second, b=S), kinds(*third, c=S)]
    schema = {"oneOf": variants, "discriminator": {"propertyName": "kind"}}
    made = rewritten({}, {"Pet": schema})[0]["Pet"]
    names = dict(zip((one["$ref"] for one in made["anyOf"]), ("V1", "V2", "V3"), strict=True))
    assert full == {value: names[f"#/components/schemas/{name}"] for value, name in mapping(made).items()}


def test_nested_choices_that_share_a_value() -> None:
    """A value that the inner and the outer discriminator give to different variants chooses none of them."""
    tagged = {"propertyName": "kind"}
    pair = {**PETS["Pair"], "discriminator": {**tagged, "mapping": {"cat": "Cat", "tom": "Cat", "dog": "Dog"}}}
    outer = {
        "oneOf": [ref("Pair"), ref("Bird")],
        "discriminator": {**tagged, "mapping": {"cat": "Bird", "bird": "Bird"}},
    }
    made = rewritten(outer, {**PETS, "Pair": pair, "Bird": plain(c=S)})[1]
    assert {"tom": "Cat", "dog": "Dog", "bird": "Bird"} == mapping(made)


def test_the_mapping_wins_over_the_name_of_a_component() -> None:
    """A name that the mapping gives to another component no longer chooses its own, wherever that stands."""
    for order in (["Cat", "Dog"], ["Dog", "Cat"]):
        tag = {"propertyName": "kind", "mapping": {"Cat": "Dog", "c": "Cat"}}
        made = rewritten({"oneOf": [ref(name) for name in order], "discriminator": tag}, PETS)[1]
        assert {"Cat": "Dog", "c": "Cat"} == mapping(made)
        tag = {"propertyName": "kind", "mapping": {"Cat": "Dog"}}
        made = rewritten({"oneOf": [ref(name) for name in order], "discriminator": tag}, PETS)[1]
        assert {} == mapping(made)
