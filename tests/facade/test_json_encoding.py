"""Bodies are encoded with an encoder that is created once, with the results of `json.dumps`."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epilot_targeting import ConfigurationError
from epilot_targeting._request import json_encoding

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda items: st.lists(items) | st.dictionaries(st.text(), items),
)


@given(value=VALUES)
def test_the_text_is_that_of_json_dumps(value: Any) -> None:
    """Any value is encoded as `json.dumps` does without spaces."""
    assert json.dumps(value, separators=(",", ":")) == json_encoding.encode(value)


def test_python_values_are_encoded() -> None:
    """Ids, times and dates inside a plain dict are encoded as text."""
    value = {"id": UUID(int=1), "at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "on": [dt.date(2026, 1, 2)]}
    text = '{"id":"00000000-0000-0000-0000-000000000001","at":"2026-01-02T00:00:00.000Z","on":["2026-01-02"]}'
    assert text == json_encoding.encode(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [object()]}, {(1, 2): 3}])
def test_values_without_a_json_form(value: Any) -> None:
    """A value without a JSON form is an error that names its type or number."""
    with pytest.raises(ConfigurationError, match=r"^q cannot be encoded as JSON \((TypeError|ValueError): "):
        json_encoding.to_json_text("q", value)


def test_a_value_that_contains_itself() -> None:
    """A value that contains itself is an error that says so."""
    value: list[Any] = []
    value.append({"again": value})
    with pytest.raises(ConfigurationError, match="ValueError: Circular reference detected"):
        json_encoding.to_json_text("q", value)


def test_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the encoder in C, or with another one, each value is encoded as before."""
    monkeypatch.setattr("json.encoder.c_make_encoder", None)
    assert json_encoding.new_chunk_encoder() is None
    monkeypatch.setattr("json.encoder.c_make_encoder", lambda *_: lambda *_: ["{}"])
    assert json_encoding.new_chunk_encoder() is None
    monkeypatch.undo()
    monkeypatch.setattr(json_encoding, "_chunks", None)
    assert '{"a":1}' == json_encoding.encode({"a": 1})
