"""The models: nothing that the service sent is lost, whatever it was."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from epilot_targeting_generated import convert
from hypothesis import given, settings
from hypothesis import strategies as st
from spec.page_examples import REPLIES

from epilot_targeting import models, openapi

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
PAGE_SCHEMAS = """
BaseError ServerErrorBody ClientErrorBody BaseUUID BaseNanoID BaseTags BaseRelation BaseSystemId BaseEntityOwner
BaseEntityAcl BaseSystemFields BaseSystemFieldsRequired CampaignStatus ExecutionSummaryItem JobStatus Campaign Target
MatchCampaignParams MatchTargetParams GetTargetQueriesParams TargetQueryResult AutomationStatus PortalStatus Recipient
BaseRecipientPayload AutomationRecipientPayload PortalRecipientPayload CreateRecipientPayload UpdateRecipientPayload
RetriggerAutomationsRequest RetriggerAutomationsResult UpdatePortalStatusRequest
""".split()  # noqa: SIM905 (shorter than a list)
CLASSES = [kind for kind in (getattr(models, name) for name in models.__all__) if hasattr(kind, "from_dict")]
KEYS = sorted(
    {key for schema in openapi()["components"]["schemas"].values() for key in schema.get("properties", {})}
    | {
        key
        for s in openapi()["components"]["schemas"].values()
        for p in s.get("allOf", [])
        for key in p.get("properties", {})
    }
)
ODD = [CID, CID.upper(), CID.replace("-", ""), f"urn:uuid:{CID}", "{" + CID + "}", "1234_5678" * 4, "", "sent", "new"]
TIMES = ["1970-01-01", "19700101", "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.123456789Z"]
MORE = ["1970-01-01T00:00:00+02:00", "1970-01-01 00:00:00.5-00:00", "1970-01-01T00:00:00", "1970-01-01T24:00:00Z"]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([*ODD, *TIMES, *MORE]),
)
NAMES = st.sampled_from(KEYS) | st.text(max_size=3)
VALUES = st.recursive(LEAVES, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=6), max_leaves=12)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=10)


@settings(max_examples=3 * settings().max_examples)
@given(st.sampled_from(CLASSES), OBJECTS)
def test_the_round_trip_loses_nothing(kind: Any, source: dict[str, Any]) -> None:
    """Every model writes any JSON object back as it was read, and so do its copies."""
    before = copy.deepcopy(source)
    model = kind.from_dict(source)
    assert source == model.to_dict() == before == source
    for twin in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert (model, source) == (twin, twin.to_dict())


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Return each (container, key) of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from places(inner)


@pytest.mark.parametrize("junk", [None, 5, "x", True, [], {}, [None], [{}]])
@pytest.mark.parametrize("name", [k for k, v in REPLIES.items() if isinstance(v, dict)])
def test_anything_at_any_place_is_tolerated(name: str, junk: Any) -> None:
    """Anything at any place of an example is read and written back, and the rest stays readable."""
    example = json.dumps(REPLIES[name])
    kinds = {
        "changeCampaignStatus": models.CampaignResponse,
        "getCampaignJobStatus": models.JobStatus,
        "retriggerCampaignAutomations": models.RetriggerAutomationsResponse,
        "matchCampaigns": models.MatchCampaignsResponse,
        "matchTargets": models.MatchTargetsResponse,
        "getTargetQueries": models.TargetQueriesResponse,
        "getRecipients": models.RecipientsResponse,
    }
    kind: Any = kinds.get(name, models.Recipient)
    for index in range(len(list(places(json.loads(example))))):
        value = json.loads(example)
        container, key = list(places(value))[index]
        container[key] = junk
        assert value == kind.from_dict(value).to_dict()


def test_one_bad_field_costs_nobody_the_page() -> None:
    """An invalid field reads None and stays under its wire name, and the other fields are there."""
    bad = {
        "entity_id": "no-uuid",
        "updated_at": "yesterday",
        "title": "here",
        "portal_state": [],
        "automation_status": 5,
    }
    page = models.RecipientsResponse.from_dict({"results": [bad, {"title": "fine"}]})
    first, second = page.results
    assert (None, None, "here", None, None) == (
        first.entity_id,
        first.updated_at,
        first.title,
        first.portal_state,
        first.automation_status,
    )
    assert {"entity_id", "updated_at", "portal_state", "automation_status"} == first.additional_properties.keys()
    assert ("fine", {}) == (second.title, second.additional_properties)


def test_values_have_their_types() -> None:
    """Ids, times, enums and lists of models have their types."""
    campaign = models.Campaign.from_dict(REPLIES["changeCampaignStatus"]["campaign"])
    assert (UUID(CID), "string", models.CampaignStatus.DRAFT) == (campaign.id, campaign.title, campaign.status)
    assert dt.datetime(1970, 1, 1, tzinfo=dt.UTC) == campaign.created_at
    assert campaign.start_date is None
    assert campaign.target is not None
    assert campaign.target.relation is not None
    assert [UUID(CID)] == [item.entity_id for item in campaign.target.relation]
    assert campaign.acl is not None
    assert ["org:456"] == campaign.acl.view


def test_enums_are_open() -> None:
    """An unknown enum value is kept, equals its string and is written back."""
    recipient = models.Recipient.from_dict({"portal_status": "archived", "automation_status": "failed"})
    assert ("archived", models.AutomationStatus.FAILED, "failed") == (
        recipient.portal_status,
        recipient.automation_status,
        recipient.automation_status,
    )
    assert {"portal_status": "archived", "automation_status": "failed"} == recipient.to_dict()


def test_what_is_set_wins_over_what_was_read() -> None:
    """A value that is set replaces what was read, also null, malformed and unusual values."""
    source = {"title": None, "entity_id": CID.upper(), "updated_at": "1970-01-01T00:00:00Z", "portal_status": 5}
    recipient = models.Recipient.from_dict(source)
    assert source == recipient.to_dict()
    recipient.title = "set"
    recipient.entity_id = UUID(int=1)
    recipient.updated_at = None
    recipient.portal_status = "seen"
    expected = {"title": "set", "entity_id": str(UUID(int=1)), "portal_status": "seen"}
    assert expected == recipient.to_dict()


def test_a_changed_item_goes_out_changed() -> None:
    """A changed item of a list is written changed, beside items that could not be read."""
    source = {"results": [None, {"title": "a"}, 5], "next": None}
    page = models.RecipientsResponse.from_dict(source)
    assert ["a"] == [one.title for one in page.results]
    page.results[0].title = "b"
    assert {"results": [None, {"title": "b"}, 5], "next": None} == page.to_dict()
    page.results.append(models.Recipient())
    assert [{"title": "b"}, {}] == page.to_dict()["results"]


def test_a_required_null_goes_out() -> None:
    """None is written where null is a value, and a missing field stays missing."""
    made = models.TargetQueryResult(target_id=UUID(CID), query=None)
    assert {"target_id": CID, "query": None} == made.to_dict()
    assert {"target_id": CID} == models.TargetQueryResult.from_dict({"target_id": CID}).to_dict()


def test_models_are_plain_values() -> None:
    """Models take keywords only, have no other attributes, are equal by value and have a short repr."""
    with pytest.raises(TypeError):
        models.BaseSystemId(UUID(CID))  # type: ignore[call-arg]
    one = models.Recipient(title="x")
    with pytest.raises(AttributeError):
        one.tittle = "y"  # type: ignore[attr-defined]
    assert one == models.Recipient(title="x") != models.Recipient(title="y")
    assert "Recipient(title='x')" == repr(one)
    last_page = models.RecipientsResponse.from_dict({"results": [], "next": None, "new": 0})
    assert "RecipientsResponse(results=[], additional_properties={'new': 0})" == repr(last_page)
    assert "Recipient(additional_properties={'a': 1})" == repr(models.Recipient(additional_properties={"a": 1}))


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("value", [[], "x", None, 5])
def test_only_objects_are_models(kind: Any, value: Any) -> None:
    """Only a JSON object is read as a model."""
    with pytest.raises(TypeError, match="JSON object"):
        kind.from_dict(value)


def test_every_schema_of_the_page_has_its_name() -> None:
    """All 32 schemas of the page are in `models`, ServerError and ClientError under names that no error has."""
    assert 32 == len(PAGE_SCHEMAS)
    assert set(PAGE_SCHEMAS) <= set(models.__all__)
    assert [str] == [models.BaseNanoID]
    assert UUID is models.BaseUUID


def test_the_three_forms_of_a_new_recipient() -> None:
    """A new recipient has the form of an automation, of a portal, or of both."""
    base: dict[str, Any] = {"entity_id": UUID(CID), "entity_schema": "contact"}
    automation: dict[str, Any] = {"automation_status": "pending", "automation_execution_id": "e"}
    forms: list[Any] = [
        models.CreateAutomationRecipientPayload(**base, **automation),
        models.CreatePortalRecipientPayload(**base, portal_status="sent"),
        models.CreateAutomationPortalRecipientPayload(**base, **automation, portal_status="sent"),
    ]
    wire: dict[str, Any] = {**base, "entity_id": CID}
    expected = [
        {**wire, **automation},
        {**wire, "portal_status": "sent"},
        {**wire, **automation, "portal_status": "sent"},
    ]
    assert expected == [form.to_dict() for form in forms]


def test_unions_choose_the_form_that_fits_best() -> None:
    """A union chooses the form that requires most of what is there; a list is all or nothing."""
    general = (frozenset({"a"}), convert.model_of(lambda source: ("general", dict(source))))
    special = (frozenset({"a", "b"}), convert.model_of(lambda source: ("special", dict(source))))
    texts = (frozenset[str](), convert.whole(convert.list_of(convert.as_str)))
    convert_any = convert.any_of(general, special, texts)
    assert ("special", {"a": 1, "b": 2}) == convert_any({"a": 1, "b": 2})
    assert ("general", {"a": 1}) == convert_any({"a": 1})
    assert ["x"] == convert_any(["x"])
    misfits: list[Any] = [["x", 5], {}, 5]
    assert [None, None, None] == [convert_any(value) for value in misfits]


@pytest.mark.parametrize(
    ("converter", "good", "bad"),
    [
        (convert.as_bool, [True, False], [0, "true"]),
        (convert.as_int, [3, 0], [True, "3", 3.5]),
        (convert.as_float, [3, 2.5], [True, "3"]),
        (convert.as_date, [], ["x", 5]),
        (convert.as_str, ["x"], [5]),
        (convert.as_any, [5, []], []),
    ],
)
def test_scalars(converter: Any, good: list[Any], bad: list[Any]) -> None:
    """A scalar converter returns what it takes as it is, and None for the rest."""
    assert good == [converter(value) for value in good]
    assert [None for _ in bad] == [converter(value) for value in bad]
    assert 3 == convert.as_int(3.0)


def test_to_json_of_anything() -> None:
    """Enums, models, ids and times become JSON at any depth."""
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    value: dict[str, Any] = {
        "a": (models.Recipient(title="x"), moment),
        "b": [UUID(CID), moment.date(), models.PortalStatus.SEEN, None],
    }
    expected: Any = {"a": [{"title": "x"}, "2026-01-02T03:04:05.678901+02:00"], "b": [CID, "2026-01-02", "seen", None]}
    assert expected == convert.to_json(value)
    assert "as it is" == convert.datetime_text("as it is")
