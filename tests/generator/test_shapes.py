"""The lists of any document are read by the shapes of their records as `from_dict` reads each record."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
from corpus.package import prepare
from epilot_targeting_generated import convert
from epilot_targeting_generated.shapes import ListReader
from generator import command
from hypothesis import given, settings
from hypothesis import strategies as st

ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
TIME = {"type": "string", "format": "date-time"}
FIELDS: dict[str, Any] = {
    "id": {"type": "string", "format": "uuid"},
    "needed": {"type": ["string", "null"]},
    "needed_time": {"type": ["string", "null"], "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "times": {"type": "array", "items": TIME},
    "gaps": {"type": "array", "items": {"type": ["integer", "null"]}},
    "by_name": {"type": "object", "additionalProperties": {"type": "string", "format": "uuid"}},
    "level": {"type": "integer", "enum": [1, 2]},
    "is_new": {"type": "boolean"},
    "price": {"type": "number"},
    "either": {"oneOf": [{"type": "integer"}, TIME]},
    "parent": {"$ref": "#/components/schemas/Thing"},
    "not an identifier '\"\\\n{json}": {"type": "integer"},
}
VALUES: list[Any] = [
    None, True, 1, 2, 7, 1.0, 0.5, 10**400, "", "x", ID, ID.upper(), "2026-01-02", "2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05", [], [1, None], [1, "x"], ["2026-01-02T03:04:05+02:00"], [5, "x"], {}, {"a": ID}, {"a": 5},
    {"needed": "x"},
]  # fmt: skip
RECORDS = st.dictionaries(st.sampled_from([*FIELDS, "new"]), st.sampled_from(VALUES))


@pytest.fixture(scope="module")
def thing(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Generate a document with a field of each kind, and return its model."""
    folder = tmp_path_factory.mktemp("shapes")
    thing = {"type": "object", "required": ["needed", "needed_time"], "properties": FIELDS}
    success = {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    paths = {"/thing": {"get": {"operationId": "getThing", "x-retry": "read", "responses": {"200": success}}}}
    info = {"title": "Things", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {"Thing": thing}}}
    (folder / "things.yaml").write_text(json.dumps(document))
    assert 0 == command.main(["--spec", str(folder / "things.yaml"), "--out", str(folder / "things_of_shapes")])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        prepare("things_of_shapes")
        return importlib.import_module("things_of_shapes.models.thing").Thing


def state(value: Any) -> Any:
    """Return everything that a value holds, with the types."""
    if hasattr(value, "to_dict"):
        return type(value), {name: state(getattr(value, name)) for name in type(value).__slots__ if name[:2] != "__"}
    if convert.is_list(value):
        return [state(item) for item in value]
    return type(value), value


def lists_of(thing: Any) -> tuple[Any, ListReader]:
    """Return the function that reads a record, and a reader of lists that compiles each shape at once."""
    codec: Any = importlib.import_module("things_of_shapes._codecs.thing")
    return codec.read_Thing, ListReader(codec.read_Thing, convert.model_of(thing.from_dict), warm_up=0)


@given(records=st.lists(RECORDS, min_size=1, max_size=8))
@settings(max_examples=300)
def test_a_list_of_any_document(thing: Any, records: list[dict[str, Any]]) -> None:
    """A list of any records has the models, the kept values and the additional properties that `from_dict` reads."""
    read, reader = lists_of(thing)
    for record in records:
        reader([record])
    assert state([read(record) for record in records]) == state(reader(records))


def test_a_missing_value_that_is_required(thing: Any) -> None:
    """A required field that may be null is written as null if it was null, and not if it was missing."""
    _, reader = lists_of(thing)
    records: list[dict[str, Any]] = [{"needed": None, "id": ID}, {"needed_time": None, "id": ID}, {"id": ID}]
    for record in records:
        assert [record, record] == [one.to_dict() for one in reader([record, record])]
