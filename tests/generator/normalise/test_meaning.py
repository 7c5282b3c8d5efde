"""The normalised document means the same: what was valid is, and what was not is only where types can't say it."""

from __future__ import annotations

import copy
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator.errors import DocumentError
from generator.normalise import STEPS, Normalised, normalise
from generator.normalise.strip import strip
from generator_support.normal_form import faults
from generator_support.random_documents import VALUES, document, sample, unwrap, verdicts, wrap
from hypothesis import HealthCheck, event, example, given, reject, settings
from hypothesis import strategies as st
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

QUIET = settings(
    max_examples=settings().max_examples * 2 // 5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
CONFIG = Config.from_sources(
    ConfigFile(use_path_prefixes_for_title_model_names=False), MetaType.NONE, Path("x"), "utf-8", False, None
)
STRIPPED = STEPS.index(strip) + 1


def states(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the document after every step."""
    found = [made]
    for step in STEPS:
        after = step(found[-1])
        found.append(after.document if isinstance(after, Normalised) else after)
    return found


def stages(made: dict[str, Any], *, exact: bool = False) -> list[dict[str, Any]]:
    """Return the same; a document that has no Python type is no example, nor one with values that may be anything."""
    try:
        found = states(made)
        if exact and any("may be anything" in note for note in normalise(made, {}).notes):
            reject()
        return found
    except DocumentError as error:
        event(str(error).split(": ", 1)[1][:40])
        reject()


def values_near(data: st.DataObject, made: dict[str, Any]) -> list[Any]:
    near = sample(unwrap(made), made["components"]["schemas"])
    return data.draw(st.lists(near | VALUES, min_size=3, max_size=6))


@QUIET
@given(st.data(), st.booleans())
def test_stripping_widens(data: st.DataObject, closed: bool) -> None:
    """A value that fits a schema fits the stripped schema."""
    found = stages(data.draw(document(closed=closed)))
    values = values_near(data, found[0])
    before = verdicts(found[0], values, first=True)
    after = verdicts(found[STRIPPED], values, first=True)
    assert [] == [value for value, was, is_ in zip(values, before, after, strict=True) if was and not is_]


@QUIET
@given(st.data())
def test_rewriting_keeps_the_verdicts(data: st.DataObject) -> None:
    """Each step after the stripping keeps which values are valid."""
    found = stages(data.draw(document(closed=False)), exact=True)[STRIPPED:]
    values = values_near(data, found[0])
    told = [verdicts(found[0], values, first=True), *(verdicts(one, values) for one in found[1:])]
    assert [told[0]] * len(told) == told


@QUIET
@given(st.data())
def test_rewriting_closed_objects_widens(data: st.DataObject) -> None:
    """Closed parts of a sum leave the fields of other parts alone, so more may be valid there, and nothing less."""
    found = stages(data.draw(document(closed=True)))[STRIPPED:]
    values = values_near(data, found[0])
    told = [verdicts(found[0], values, first=True), *(verdicts(one, values) for one in found[1:])]
    for before, after in pairwise(told):
        assert [] == [value for value, was, is_ in zip(values, before, after, strict=True) if was and not is_]


def of_kind(*values: str, **more: Any) -> dict[str, Any]:
    """Make an object that may be of several kinds."""
    properties = {"kind": {"type": "string", "enum": [*values]}, **more}
    return {"type": "object", "properties": properties, "required": []}


SHARED = {"anyOf": [of_kind("x", "y"), of_kind("x", "y", a={})], "discriminator": {"propertyName": "kind"}}
"""Variants that a discriminator can't tell apart: a second pass gave them values that no object has."""
TEXT, REFERENCE = {"type": "string"}, "#/components/schemas/"
IN_AN_ARRAY: dict[str, dict[str, Any]] = {
    "Alpha": {"type": "array", "items": {"anyOf": [TEXT, {"$ref": REFERENCE + "Gamma"}]}},
    "Gamma": {"type": "array", "nullable": True, "items": {"anyOf": [{"$ref": REFERENCE + "Delta"}, TEXT]}},
    "Delta": {**TEXT, "nullable": True},
}
"""A union in an array in a union: it was flat where it stands, and not where a `$ref` puts it."""


@QUIET
@example(wrap(SHARED))
@example(wrap({**SHARED, "anyOf": [of_kind("x", "y"), of_kind("y", "z")]}))
@example(wrap({}, IN_AN_ARRAY, "3.0.3"))
@example(wrap({"anyOf": [{"$ref": REFERENCE + "Alpha"}], "discriminator": {"propertyName": "kind"}}, {"Alpha": {}}))
@given(document(closed=True))
def test_the_result_is_normal(made: dict[str, Any]) -> None:
    """The result has the forms that the parser takes, a second pass changes nothing, and the input is unchanged."""
    before = copy.deepcopy(made)
    stages(made)
    once = normalise(made, {}).document
    assert [] == faults(once)
    assert once == normalise(once, {}).document
    assert [] == normalise(once, {}).notes
    assert before == made


@QUIET
@given(document(closed=True))
def test_the_parser_takes_the_result(made: dict[str, Any]) -> None:
    """The parser makes a class of every object and enum among the components, and of nothing else but maps."""
    stages(made)
    once = normalise(made, {}).document
    parsed = GeneratorData.from_dict(copy.deepcopy(once), config=CONFIG)
    assert isinstance(parsed, GeneratorData)
    endpoints = [one for tag in parsed.endpoint_collections_by_tag.values() for one in tag.endpoints]
    assert ([], 1, []) == (parsed.errors, len(endpoints), endpoints[0].errors)
    schemas = once["components"]["schemas"]
    models = {str(one.class_info.name) for one in parsed.models}
    enums = {str(one.class_info.name) for one in parsed.enums}
    assert {name for name, one in schemas.items() if one.get("type") == "object"} == models & schemas.keys()
    assert {name for name, one in schemas.items() if "enum" in one} == enums
