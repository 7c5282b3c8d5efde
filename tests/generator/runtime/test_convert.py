"""The converters of the runtime, in the cases that no model of our own document has."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from epilot_targeting_generated import convert
from epilot_targeting_generated.operations import Operations
from epilot_targeting_generated.types import Operation, response_of, unchanged

from epilot_targeting import models

ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


@pytest.mark.parametrize(
    ("value", "expected"),
    [({"a": ID}, {"a": UUID(ID)}), ({}, {}), ({"a": 5}, None), ({"a": None}, None), ([], None), (None, None)],
)
def test_a_map_is_converted_as_a_whole(value: Any, expected: Any) -> None:
    """A map is converted if each of its values is."""
    assert expected == convert.map_of(convert.as_uuid)(value)


def test_a_map_may_hold_null() -> None:
    """Null is a value of a nullable map, and another value that is not converted is not."""
    converter = convert.map_of(convert.as_uuid, nullable=True)
    assert {"a": None, "b": UUID(ID)} == converter({"a": None, "b": ID})
    assert converter({"a": 5}) is None


def test_a_tag_selects_the_variant() -> None:
    """The value of the tag selects what reads an object. The converter of the union reads what has no known value."""
    converter = convert.tagged("kind", {"a": lambda value: ("a", dict(value)), "shared": None}, lambda _: "other")
    assert ("a", {"kind": "a"}) == converter({"kind": "a"})
    assert ["other"] * 4 == [converter(value) for value in ({"kind": "shared"}, {"kind": ["a"]}, {}, "text")]
    assert {"kind": "newer"} == converter({"kind": "newer"})


def test_a_nullable_response() -> None:
    """Null is a response where it is allowed, and an error where it is not."""
    assert response_of(convert.as_dict, nullable=True)(None) is None
    with pytest.raises(ValueError, match="the body is null"):
        response_of(convert.as_dict)(None)


def test_a_response_of_any_value() -> None:
    """A response without a schema is returned as it came."""
    assert [None, {"a": 1}] == [unchanged(None), unchanged({"a": 1})]


async def test_operations_need_a_sender() -> None:
    """The class of the operations sends nothing by itself."""
    operation = Operation("get_thing", "getThing", "GET", "/thing", "read", unchanged)
    with pytest.raises(NotImplementedError):
        await Operations()._send(operation)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-02t03:04:05z", dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("2026-01-02T03:04:05.5z", dt.datetime(2026, 1, 2, 3, 4, 5, 500_000, tzinfo=dt.UTC)),
        ("2016-12-31T23:59:60Z", dt.datetime(2017, 1, 1, tzinfo=dt.UTC)),
        ("2016-12-31t23:59:60.25z", dt.datetime(2017, 1, 1, 0, 0, 0, 250_000, tzinfo=dt.UTC)),
        ("2017-01-01T00:59:60+01:00", dt.datetime(2017, 1, 1, tzinfo=dt.UTC)),
        ("2016-12-31T23:59:61Z", None),
        ("9999-12-31T23:59:60Z", None),
        ("2026-01-02t03:04:05", None),
        ("60", None),
        (60, None),
    ],
)
def test_every_form_of_a_time(text: Any, value: dt.datetime | None) -> None:
    """All that RFC 3339 allows is read, and written as it came."""
    assert value == convert.as_datetime(text)
    recipient = models.Recipient.from_dict({"updated_at": text})
    assert (value, {"updated_at": text}) == (recipient.updated_at, recipient.to_dict())
