"""Keys of a body that the spec does not know: the fake warns of them by name, or refuses them if it is strict."""

from __future__ import annotations

from typing import Any

import pytest

from epilot_targeting import BadRequestError, TargetingClient
from epilot_targeting.models import Recipient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, UnknownKeyWarning
from epilot_targeting.testing._body_keys import unknown_keys
from epilot_targeting.testing._schema import Checker, Location

ENTITY = {"entity_id": EXAMPLE_ID, "entity_schema": "contact"}
EXECUTION = {"automation_status": "pending", "automation_execution_id": "e"}
OWN: Any = {"own": 1}
SETUP: Any = {
    "type": "tariff_change",
    "product_recommendation": {},
    "campaign": {"name": "New", "target_ids": [EXAMPLE_ID]},
}
OFFER = {"product_id": EXAMPLE_ID, "price_id": EXAMPLE_ID}
OPEN: list[tuple[str, tuple[Any, ...], str]] = [
    (
        "update_recipient",
        (EXAMPLE_ID, EXAMPLE_ID, {"portal_sttaus": "seen"}),
        "did you mean `portal_status`?",
    ),
    ("update_recipient", (EXAMPLE_ID, EXAMPLE_ID, {"automation_state": "failed"}), "did you mean `automation_status`?"),
    ("update_recipient", (EXAMPLE_ID, EXAMPLE_ID, {"zzz": 1}), "the spec has no key zzz"),
    (
        "update_recipient_portal_status",
        (EXAMPLE_ID, EXAMPLE_ID, {"status": "seen", "statuss": "seen"}),
        "the spec has no key statuss",
    ),
    ("create_recipient", (EXAMPLE_ID, {**ENTITY, **EXECUTION, "portal_sate": {}}), "did you mean `portal_state`?"),
    (
        "match_campaigns",
        ({"entity_refs": [{**ENTITY, "entity_scheme": "x"}], "campaign_ids": [EXAMPLE_ID]},),
        "the spec has no key entity_refs[0].entity_scheme",
    ),
    (
        "match_targets",
        ({"entity_refs": [ENTITY, {**ENTITY, "more": 1}], "target_ids": [EXAMPLE_ID]},),
        "the spec has no key entity_refs[1].more",
    ),
    (
        "retrigger_campaign_automations",
        (EXAMPLE_ID, {"recipient_ids": [EXAMPLE_ID], "recipients": []}),
        "the spec has no key recipients",
    ),
]
"""Schemas that do not say whether they allow other keys."""
CLOSED: list[tuple[str, tuple[Any, ...], str]] = [
    ("match_campaigns", ({"entity_refs": [ENTITY], "campaigns_ids": [EXAMPLE_ID]},), "did you mean `campaign_ids`?"),
    ("get_target_queries", ({"target_ids": [EXAMPLE_ID], "limit": 1},), "limit is not allowed"),
    ("discover_campaigns", ({**ENTITY, "entity_shema": "x"},), "entity_shema is not allowed"),
    ("setup_campaign", ({**SETUP, "chanels": {}},), "did you mean `channels`?"),
    ("setup_campaign", ({**SETUP, "campaign": {**SETUP["campaign"], "gaol": "x"}},), "campaign.gaol is not allowed"),
    (
        "setup_campaign",
        ({**SETUP, "product_recommendation": {"offers": [{"items": [{**OFFER, "highlights": {}}]}]}},),
        "product_recommendation.offers[0].items[0].highlights is not allowed",
    ),
]
"""Schemas that allow no other keys."""


@pytest.mark.parametrize(("operation", "arguments", "words"), OPEN)
async def test_a_wrong_key_is_warned_of(operation: str, arguments: tuple[Any, ...], words: str) -> None:
    """The fake warns of an unknown key at any level. As an error, the warning reaches the caller unchanged."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [ENTITY]}) as fake:
        with pytest.raises(UnknownKeyWarning) as warned:
            await getattr(fake.client(), operation)(*arguments)
    assert operation in str(warned.value)
    assert words in str(warned.value)
    assert 1 == len(fake.requests)


@pytest.mark.parametrize(("operation", "arguments", "words"), [*OPEN, *CLOSED])
async def test_a_wrong_key_is_refused_by_a_strict_fake(operation: str, arguments: tuple[Any, ...], words: str) -> None:
    """A strict fake refuses an unknown key at any level, by name."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [ENTITY]}, strict=True) as fake:
        with pytest.raises(BadRequestError) as refused:
            await getattr(fake.client(), operation)(*arguments)
    assert words in str(refused.value.message)


@pytest.mark.parametrize(("operation", "arguments", "words"), CLOSED)
async def test_a_key_that_the_spec_forbids_is_refused(operation: str, arguments: tuple[Any, ...], words: str) -> None:
    """Where the spec allows no other keys, each fake refuses them."""
    async with FakeTargeting() as fake:
        with pytest.raises(BadRequestError) as refused:
            await getattr(fake.client(), operation)(*arguments)
    assert words in str(refused.value.message)


async def test_a_warning_does_not_change_the_response() -> None:
    """Where warnings are no errors, the operation is carried out with the unknown key."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [ENTITY]}) as fake:
        with pytest.warns(UnknownKeyWarning, match="own"):
            changed: Recipient = await fake.client().update_recipient(EXAMPLE_ID, EXAMPLE_ID, OWN)
    assert {"own": 1} == changed.additional_properties


def test_a_schema_that_is_a_boolean_knows_every_key() -> None:
    """The schemas `true` and `false` list no keys."""
    checker = Checker({})
    schema = {"properties": {"a": True, "b": {"items": {"properties": {"c": True}}}}}
    value = {"a": {"x": 1}, "b": [{"d": 1}], "e": 2}
    assert [] == list(unknown_keys(checker, True, value, Location()))
    assert ["b[0].d", "e"] == [key.location for key in unknown_keys(checker, schema, value, Location())]


async def test_free_objects_know_every_key() -> None:
    """An object that the spec leaves open knows every key, in a strict fake too."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [ENTITY]}, strict=True) as fake:
        client: TargetingClient = fake.client()
        changed = await client.update_recipient(EXAMPLE_ID, EXAMPLE_ID, {"portal_state": {"any": {"thing": [1]}}})
        offer = {"items": [{**OFFER, "highlight_config": {"any": "thing"}}]}
        await client.setup_campaign(SETUP | {"product_recommendation": {"offers": [offer]}})
    assert {"any": {"thing": [1]}} == changed.portal_state


def test_a_pattern_of_any_part_knows_its_keys() -> None:
    """A key that matches `patternProperties` of one part of an `allOf` is known, and others are not."""
    schema = {"properties": {"a": True}, "allOf": [{"patternProperties": {"^x-": True}}, {"properties": {"b": True}}]}
    found = unknown_keys(Checker({}), schema, {"a": 1, "b": 2, "x-c": 3, "d": 4}, Location())
    assert ["d"] == [key.location for key in found]


@pytest.mark.parametrize("more", [True, {}, {"type": "integer"}])
def test_a_schema_of_other_keys_knows_every_key(more: Any) -> None:
    """It may be the schema of any value too, an empty object."""
    schema = {"allOf": [{"properties": {"a": True}}, {"additionalProperties": more}]}
    assert [] == list(unknown_keys(Checker({}), schema, {"a": 1, "b": 2}, Location()))
