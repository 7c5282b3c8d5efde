"""The `TypedDict` of each model in a request has the keys of the spec, and sequences of any kind are sent."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from epilot_targeting_generated.convert import to_json
from epilot_targeting_generated.record import Model, Payload
from epilot_targeting_generated.types import SequenceNotStr
from operations import CHECKER, DOCUMENT, OPERATIONS, TAG_MODULES, properties_of, required_of
from server import Script, response

from epilot_targeting import TargetingClient, models

SCHEMAS = DOCUMENT["components"]["schemas"]
DICTS = {name: kind for name in models.__all__ if is_typeddict(kind := getattr(models, name))}


def bodies() -> Iterator[Any]:
    """Return the type of each body."""
    for name, one in OPERATIONS.items():
        if "body" in one.arguments:
            yield get_type_hints(getattr(TargetingClient, name))["body"]


def variants(hint: Any) -> list[Any]:
    """Return the variants of a union, or the type itself."""
    return [*get_args(hint)] if get_origin(hint) in (Union, UnionType) else [hint]


def test_each_body_takes_a_model_or_its_dict() -> None:
    """A body is a model or the `TypedDict` of that name, and nothing else."""
    found = [[one.__name__ for one in variants(hint)] for hint in bodies()]
    kinds = [[name for name in names if name in DICTS] for names in found]
    assert [[f"{name}Dict" for name in names if name not in DICTS] for names in found] == kinds
    assert len(found) >= 9


@pytest.mark.parametrize("name", DICTS)
def test_a_dict_has_the_keys_of_the_spec(name: str) -> None:
    """The keys are those of the schema without `readOnly`, and the same of them are required."""
    schema = SCHEMAS[name.removesuffix("Dict")]
    properties = {key: one for key, one in properties_of(schema).items() if not CHECKER.opened(one).get("readOnly")}
    assert properties.keys() == get_type_hints(DICTS[name]).keys()
    assert {*required_of(schema)} == DICTS[name].__required_keys__


def test_the_tags_have_the_dicts_of_their_bodies() -> None:
    """Each `TypedDict` of a body is in the module of its tag, as the one of `models`."""
    for name in DICTS:
        assert any(getattr(module, name, None) is DICTS[name] for module in TAG_MODULES), name
    forms = ("Automation", "Portal", "AutomationPortal")
    known = {getattr(models, f"Create{form}RecipientPayloadDict") for form in forms}
    assert known == {*get_args(models.CreateRecipientPayloadDict)}


def test_the_values_of_an_enum_are_those_of_the_spec() -> None:
    """A closed set of values is the enum or its values, in dicts, in payloads and in filters."""
    hints = get_type_hints(models.UpdatePortalStatusRequestDict)["status"]
    values = SCHEMAS["PortalStatus"]["enum"]
    assert [models.PortalStatus, Literal[tuple(values)]] == variants(hints)
    assert variants(hints) == variants(get_type_hints(models.UpdatePortalStatusRequest)["status"])
    filters = get_type_hints(TargetingClient.get_recipients)
    assert [*variants(hints), NoneType] == variants(filters["portal_status"])
    assert any(get_origin(one) is SequenceNotStr for one in variants(filters["automation_status"]))


def test_models_of_requests_only_are_payloads() -> None:
    """A model that a response contains is no payload."""
    kinds = [models.UpdatePortalStatusRequest, models.EntityRef, models.Recipient, models.Campaign]
    assert [True, True, False, False] == [issubclass(kind, Payload) for kind in kinds]
    assert all(issubclass(kind, Model) for kind in kinds)


async def test_any_sequence_is_sent_as_a_list(script: Script) -> None:
    """A tuple, a range or a deque becomes a list, in a dict and in a model."""
    script.answer = lambda _: response(200, b'{"results": []}')
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_target_queries({"target_ids": deque(["a", "b"])})  # type: ignore[arg-type]
        await client.get_target_queries({"target_ids": ("a", "b")})
    assert [["a", "b"]] * 2 == [json.loads(seen.body)["target_ids"] for seen in script.seen]
    assert [[0, 1], "text", b"raw"] == [to_json(range(2)), to_json("text"), to_json(b"raw")]
