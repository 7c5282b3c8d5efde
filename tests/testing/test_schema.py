"""The fake's own check of schemas gives the verdicts of a well-kept library."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import FormatChecker
from openapi_schema_validator import OAS30Validator

from epilot_targeting import openapi
from epilot_targeting.testing._schema import Checker, UnknownKeyword

DOCUMENT = openapi()
NAMES = sorted(DOCUMENT["components"]["schemas"])
TEXTS = [
    "",
    "x",
    "sent",
    "failed",
    "active",
    "b8c01433-5556-4e2b-aad4-6f5348d1df84",
    "1970-01-01",
    "1970-01-01T00:00:00Z",
]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.just(1.5), st.sampled_from(TEXTS))
KEYS = sorted({key for schema in DOCUMENT["components"]["schemas"].values() for key in schema.get("properties", {})})
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "other"]), inner),
    max_leaves=8,
)


def is_good(name: str, value: Any) -> bool:
    schema = {"allOf": [{"$ref": f"#/components/schemas/{name}"}], "components": DOCUMENT["components"]}
    return bool(OAS30Validator(schema, format_checker=FormatChecker()).is_valid(value))


def verdict(name: str, value: Any) -> bool:
    return not list(Checker(DOCUMENT).problems({"$ref": f"#/components/schemas/{name}"}, value))


def sample(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Make values that are near to what a schema allows."""
    schema = Checker(DOCUMENT).resolve(schema)
    if "anyOf" in schema:
        return st.one_of([sample(part, depth) for part in schema["anyOf"]])
    if "allOf" in schema:
        parts = [sample(part, depth) for part in schema["allOf"]]
        return st.tuples(*parts).map(lambda made: {k: v for one in made for k, v in one.items()})
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "array":
        return st.lists(sample(schema["items"], depth + 1), max_size=3)
    if schema.get("type") == "object":
        members = {key: st.one_of(sample(one, depth + 1), LEAVES) for key, one in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({}, optional=members)
    return LEAVES


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_same_verdict_as_the_library(data: st.DataObject) -> None:
    """For every component, near misses and anything else."""
    name = data.draw(st.sampled_from(NAMES))
    value = data.draw(st.one_of(VALUES, sample({"$ref": f"#/components/schemas/{name}"})))
    assert is_good(name, value) == verdict(name, value)


def test_an_unknown_keyword_is_named() -> None:
    """A change of the spec can't weaken the fake unseen."""
    with pytest.raises(UnknownKeyword, match="multipleOf"):
        list(Checker({}).problems({"type": "integer", "multipleOf": 2}, 2))


def test_every_keyword_of_the_document_is_known() -> None:
    """No schema of ours stops the fake."""
    for name in NAMES:
        assert verdict(name, copy.deepcopy(name)) in (True, False)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "minLength": 2, "maxLength": 3}, "abc", "abcd"),
        ({"type": "string", "minLength": 2}, "ab", "a"),
        ({"type": "number", "maximum": 3}, 3, 3.5),
        ({"type": "boolean"}, True, "true"),
        ({"type": "integer"}, 2.0, 2.5),
        ({"type": "string", "format": "date"}, "2026-01-02", "20260102"),
        ({"type": "string", "format": "date-time"}, "2026-01-02t03:04:05z", "2026-01-02T03:04:05"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": "b"}, {"a": 1}),
        ({"type": "string", "nullable": True}, None, 1),
        ({"type": "string", "format": "date"}, "2026-01-02", "soon"),
        ({"format": "uuid"}, 5, "x"),
        ({"enum": [1]}, 1, 2),
        ({"items": {"type": "string"}, "uniqueItems": True}, ["a", "b"], ["a", "a"]),
    ],
)
def test_single_keywords(schema: dict[str, Any], good: Any, bad: Any) -> None:
    """Each keyword takes the one value and refuses the other."""
    assert [] == list(Checker({}).problems(schema, good))
    assert 1 == len(list(Checker({}).problems(schema, bad)))
