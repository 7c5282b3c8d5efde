"""The rows of models: every field of the spec in its order, with values that tables take."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from enum import Enum, IntEnum
from typing import Any
from uuid import UUID

import polars
import pytest
from epilot_targeting_generated import record, rows
from operations import CHECKER, DOCUMENT, RESPONSES, properties_of

from epilot_targeting import models

ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
SCHEMAS: dict[str, dict[str, Any]] = {
    name: schema for name, schema in DOCUMENT["components"]["schemas"].items() if properties_of(schema)
}
NAMES = [name for name in SCHEMAS if hasattr(getattr(models, name, None), "to_row")]
RECIPIENT = RESPONSES.example({"$ref": "#/components/schemas/Recipient"})


def fields_in_order(schema: dict[str, Any]) -> list[str]:
    """Return the fields of a schema in its order; those of `allOf` come first."""
    opened = CHECKER.opened(schema)
    inherited = [name for part in opened.get("allOf", ()) for name in fields_in_order(part)]
    return list(dict.fromkeys([*inherited, *opened.get("properties", {})]))


class Size(IntEnum):
    """An enum of integers."""

    SMALL = 1


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_are_the_fields_of_the_spec(name: str) -> None:
    """A row has every field of the spec, in its order, also where the model has no values."""
    model: type[record.Model] = getattr(models, name)
    columns = rows.columns_of(model)
    assert fields_in_order(SCHEMAS[name]) == [column.wire for column in columns]
    assert dict.fromkeys(column.name for column in columns) == model.from_dict({}).to_row()


def test_values_are_those_of_python() -> None:
    """Ids and times are Python values, enums are plain strings, and nested values are JSON text."""
    recipient = models.Recipient.from_dict(
        {**RECIPIENT, "entity_id": ID, "portal_status": "newer", "automation_status": "failed",
         "portal_state": {"a": ["ü", None]}, "updated_at": "2026-01-02T03:04:05.678Z", "unknown": 1}
    )  # fmt: skip
    row = recipient.to_row()
    assert (UUID(ID), "newer") == (row["entity_id"], row["portal_status"])
    assert dt.datetime(2026, 1, 2, 3, 4, 5, 678000, dt.UTC) == row["updated_at"]
    assert ("failed", str) == (row["automation_status"], type(row["automation_status"]))
    assert '{"a":["ü",null]}' == row["portal_state"]
    assert "unknown" not in row


def test_nested_models_are_json_text() -> None:
    """A nested model, and a list of them, is the JSON text of its JSON value."""
    source = RESPONSES.example({"$ref": "#/components/schemas/Campaign"})
    row, columns = models.Campaign.from_dict(source).to_row(), rows.columns_of(models.Campaign)
    nested = {column.wire: json.loads(row[column.name]) for column in columns if column.kind == "json"}
    assert nested
    assert {wire: source[wire] for wire in nested} == nested


def test_a_subclass_has_the_columns_of_its_model() -> None:
    """A caller's subclass has the columns of the generated model."""
    kind: Any = type("Mine", (models.Recipient,), {"__annotations__": {"extra": "Nowhere"}})
    assert models.Recipient.from_dict(RECIPIENT).to_row() == kind.from_dict(RECIPIENT).to_row()


def test_values_that_only_a_caller_sets_have_json_text() -> None:
    """Python values inside of plain dicts are converted, and an object of another kind is its text."""
    day = dt.date(2026, 1, 2)
    made = models.Recipient(portal_state={"day": day, "id": UUID(ID), "kind": models.PortalStatus.SENT, "other": 1j})
    assert {"day": "2026-01-02", "id": ID, "kind": "sent", "other": "1j"} == json.loads(made.to_row()["portal_state"])


@pytest.mark.parametrize(("value", "text"), [("ü", '"ü"'), ("\ud800", '"\\ud800"'), ("ü\ud800", '"\\u00fc\\ud800"')])
def test_json_text_can_be_encoded(value: str, text: str) -> None:
    """Only the JSON text of a lone surrogate is escaped, which UTF-8 cannot encode."""
    assert text == rows.json_text(value)


@pytest.mark.parametrize(
    ("annotation", "kind", "enum"),
    [
        (str, "text", None),
        (int | None, "integer", None),
        (float, "number", None),
        (bool | None, "boolean", None),
        (UUID | str | None, "id", None),
        (dt.datetime | None, "time", None),
        (dt.date | str, "date", None),
        (models.PortalStatus | str | None, "enum", models.PortalStatus),
        (Size | int, "enum", Size),
        (UUID | int, "json", None),
        (str | int | None, "json", None),
        (models.PortalStatus | list[str], "json", None),
        (list[str] | None, "json", None),
        (dict[str, Any], "json", None),
        (models.Recipient | None, "json", None),
        (Any, "json", None),
    ],
)
def test_the_annotation_says_the_kind(annotation: Any, kind: str, enum: type[Enum] | None) -> None:
    """The type of a field says what its column holds; a union of several types is JSON text."""
    assert (kind, enum) == rows.kind_of(annotation)


def test_members_that_are_null_are_not_unknown() -> None:
    """Unknown members are those with a value."""
    found = [models.Recipient.from_dict(one) for one in ({**RECIPIENT}, {"title": None}, {"new": 0, "title": None})]
    assert [None, None, {"new": 0}] == [rows.unknown_members(one) for one in found]


def test_polars_takes_rows() -> None:
    """A data frame of polars is made of rows."""
    frame = polars.DataFrame([models.Recipient.from_dict(RECIPIENT).to_row() for _ in range(2)])
    assert [column.name for column in rows.columns_of(models.Recipient)] == frame.columns
    assert polars.Datetime("us", "UTC") == frame.schema["updated_at"]


def test_reading_models_does_not_load_the_code_of_rows() -> None:
    """The code of rows is loaded by the first `to_row`, and not before."""
    code = (
        "import sys\nfrom epilot_targeting.models import Recipient\nfound = Recipient.from_dict({'title': 'x'})\n"
        "name = 'epilot_targeting_generated.rows'\nassert name not in sys.modules\nfound.to_row()\n"
        "print(name in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True\n" == done.stdout
