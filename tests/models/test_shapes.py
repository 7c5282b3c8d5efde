"""Lists of records are read by their shapes as `from_dict` reads each record."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

import pytest
from epilot_targeting_generated import convert, shapes
from epilot_targeting_generated.convert import is_list
from epilot_targeting_generated.record import Model, codec_of
from epilot_targeting_generated.shapes import ListReader
from hypothesis import given, settings
from hypothesis import strategies as st
from operations import RESPONSES

from epilot_targeting import models

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
KINDS: list[type[Model]] = [
    kind
    for name in models.__all__
    if isinstance(kind := getattr(models, name), type) and issubclass(kind, Model) and hasattr(codec_of(kind), "_NAMES")
]
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, "", "text", "pending", "sent", "newer", CID, CID.upper(), "2026-01-02", "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05", "2026-01-02t03:04:60z", "9999-12-31T23:59:60Z", "é", "\ud800", True, 0, 7, 7.0, 0.5, [],
        [None], ["text"], [5], [CID], {}, {"a": 1}, [{}], [{"url": "https://example.org"}], [{"url": 5}, 5],
    ]
)  # fmt: skip


def state(value: Any) -> Any:
    """Return everything that a value holds, with the types, so that 1 and True differ."""
    kind: Any = type(value)
    if isinstance(value, Model):
        return kind, {name: state(getattr(value, name)) for name in kind.__slots__ if name[:2] != "__"}
    if is_list(value):
        return [state(item) for item in value]
    if isinstance(value, dict):
        return [(key, state(item)) for key, item in cast("dict[str, Any]", value).items()]
    return kind, value


def reader_of(kind: type[Model], *warm: Any) -> ListReader:
    """Return a reader of lists that compiles each shape at once. It has read some records."""
    reader = ListReader(kind.from_dict, convert.model_of(kind.from_dict), warm_up=0)
    for record in warm:
        reader([record])
    return reader


def example(kind: type[Model]) -> dict[str, Any]:
    """Return a record with every field."""
    made: dict[str, Any] = RESPONSES.example({"$ref": f"#/components/schemas/{kind.__name__.removesuffix('Body')}"})
    return made


@st.composite
def records(draw: st.DrawFn, kind: type[Model]) -> dict[str, Any]:
    """Draw a record: some fields of the example, some with other values, some unknown ones."""
    names: st.SearchStrategy[str] = st.sampled_from([*codec_of(kind)._NAMES, "unknown", "newer"])
    missing = draw(st.sets(names))
    usual = {name: value for name, value in example(kind).items() if name not in missing}
    return {**usual, **draw(st.dictionaries(names, VALUES, max_size=3))}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=30)
def test_a_list_is_read_like_its_records(kind: type[Model], data: st.DataObject) -> None:
    """A list of any records has the models, the kept values and the additional properties that `from_dict` reads."""
    found = data.draw(st.lists(records(kind), min_size=1, max_size=6))
    reader = reader_of(kind, *found)
    assert state([kind.from_dict(record) for record in found]) == state(reader(found))


def test_usual_records_need_no_from_dict() -> None:
    """Once a shape is compiled, `from_dict` is called for unusual records only, and the order stays."""
    odd: list[str] = []

    def convert_odd(record: Any) -> Any:
        odd.append(record.get("title"))
        return models.Recipient.from_dict(record)

    usual = {**example(models.Recipient), "new": None, "portal_status": None}
    reader = ListReader(models.Recipient.from_dict, convert_odd, warm_up=0)
    found = reader([usual, {**usual, "title": "a", "email_status": "newer"}, usual, {"title": "b"}, usual])
    assert ["a", "b"] == odd
    assert [usual["title"], "a", usual["title"], "b", usual["title"]] == [one.title for one in found]
    assert {"new": None, "portal_status": None} == found[-1].additional_properties


def test_a_shape_is_compiled_after_many_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shape is compiled once, when a few hundred records were read, and the number of shapes is limited."""
    compiled: list[Any] = []
    compile_reader = shapes.compile_reader

    def note(*arguments: Any) -> Any:
        compiled.append(arguments[-1])
        return compile_reader(*arguments)

    monkeypatch.setattr(shapes, "compile_reader", note)
    reader = ListReader(models.Recipient.from_dict, models.Recipient.from_dict)
    hundred = [{"title": str(index)} for index in range(100)]
    for _ in range(6):
        assert [str(index) for index in range(100)] == [one.title for one in reader(hundred)]
    assert [{"title"}] == compiled
    for index in range(shapes.MOST_SHAPES + 5):
        reader([{f"new {index}": 1}] * 1000)
    assert shapes.MOST_SHAPES == len(compiled)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "a", **{f"new {index}": index for index in range(shapes.MOST_MEMBERS)}},
        {"title": "a", 5: 1},
        {"title": "a", models.PortalStatus.SEEN: 1},
    ],
)
def test_members_that_are_not_compiled(record: dict[Any, Any]) -> None:
    """A record with very many members, or with names that are no plain strings, is read by `from_dict`."""
    reader = reader_of(models.Recipient, record)
    assert state([models.Recipient.from_dict(record)] * 2) == state(reader([record] * 2))
    assert {} == reader._readers


def test_items_that_are_no_records() -> None:
    """An item that is no object is None in its place, and an object of another type of dict is read."""
    reader = reader_of(models.Recipient, {"title": "a"})
    found = reader([{"title": "a"}, None, 5, [], type("Own", (dict,), {})(title="b"), {"title": "c"}])
    assert ["a", None, None, None, "b", "c"] == [one and one.title for one in found]
    assert [None, "a"] == [one and one.title for one in reader([None, {"title": "a"}])]


def test_a_long_list_is_read_by_shapes() -> None:
    """A response with more records than are compiled for reads each of them."""
    body = {"results": [{"entity_id": str(UUID(int=index)), "title": str(index)} for index in range(2000)]}
    read = models.RecipientsResponse.from_dict(json.loads(json.dumps(body)))
    assert [UUID(int=index) for index in range(2000)] == [one.entity_id for one in read.results or ()]
    assert body == read.to_dict()
