"""JSON pointers: names with `/` and `~` are escaped once and read back, wherever a pointer is written or followed."""

from __future__ import annotations

from typing import Any

import pytest
from generator.diff import documents
from generator.diff.changes import Level
from generator.errors import DocumentError
from generator.normalise.components import cut_cycles
from generator.read.affected_operations import with_affected_operations
from generator.read.pointers import escape, join, schema_name, schema_pointer, target, tokens
from generator.types.fields import FieldNamer
from generator.types.python_types import Model, Property, Scalar
from generator_support.prepared_changes import small
from hypothesis import given
from hypothesis import strategies as st

ODD = "a/b~c"
ODD_POINTER = "#/components/schemas/a~1b~0c"
NAMES = st.lists(st.text(st.sampled_from("ab/~01#")), min_size=1, max_size=4)


@given(NAMES)
def test_a_pointer_is_read_back(names: list[str]) -> None:
    """The names of a pointer are those that it was made of."""
    assert names == tokens(join(*names))
    assert "/" not in escape(names[0])
    assert names[0] == schema_name(schema_pointer(names[0]))


def test_a_reference_is_followed() -> None:
    """A `$ref` finds objects by escaped names and items by their index; anything else is an error."""
    document: dict[str, Any] = {"paths": {"/a": {"list": [1, 2]}}}
    assert 2 == target(document, "#/paths/~1a/list/1")
    for wrong in ("#/paths/~1a/list/2", "#/paths/~1a/list/x", "#/paths/a", "#/paths/~1a/list/0/x"):
        with pytest.raises(DocumentError, match="unresolved"):
            target(document, wrong)
    with pytest.raises(DocumentError, match="external"):
        target(document, "other.yaml")


def test_affected_operations_are_found_behind_an_odd_name() -> None:
    """An error names the operations that reach its schema through a component whose name is escaped."""

    def fail() -> None:
        raise DocumentError("#/components/schemas/End: is invalid")

    schemas = {ODD: {"$ref": "#/components/schemas/End"}, "End": {}}
    operation = {"operationId": "getThing", "responses": {"200": {"$ref": ODD_POINTER}}}
    document = {"paths": {"/thing": {"get": operation}}, "components": {"schemas": schemas}}
    with pytest.raises(DocumentError, match=r"^getThing: #/components/schemas/End: is invalid"):
        with_affected_operations(document, fail)


def test_settings_name_a_field_by_its_escaped_pointer() -> None:
    """The name of a field with a slash is chosen by the pointer as the specification writes it."""
    model = Model("Box", "box", "", [Property(ODD, Scalar("str"), required=True)])
    namer = FieldNamer({"#/components/schemas/Box/properties/a~1b~0c": "chosen"})
    assert ["chosen"] == [field.name for field in namer.fields(model)]


def test_a_message_names_a_component_by_its_pointer() -> None:
    """The pointer in a message can be copied into the settings."""
    document = {"components": {"schemas": {ODD: {"type": "array", "items": {"$ref": ODD_POINTER}}}}}
    assert [f"{ODD_POINTER}/items"] == [note.partition(": ")[0] for note in cut_cycles(document).notes]


@pytest.mark.parametrize(("side", "level"), [("request", Level.BREAKING), ("response", Level.MINOR)])
def test_a_change_behind_an_odd_name_has_its_direction(side: str, level: Level) -> None:
    """A component with an escaped name is judged by the direction in which it travels."""
    sides = []
    for values in (["a", "b"], ["a"]):
        made = small({"$ref": ODD_POINTER}, side)
        made["components"]["schemas"][ODD] = {"type": "string", "enum": values}
        sides.append(made)
    [change] = documents.compare(*sides)
    assert (level, f"schema {ODD}") == (change.level, change.group)
