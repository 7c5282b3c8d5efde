"""The requests that the fake has received: typed bodies, and assertions with readable differences."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import httpx
import pytest

from epilot_targeting import ConfigurationError
from epilot_targeting.models import (
    CreateAutomationPortalRecipientPayload,
    CreateAutomationRecipientPayload,
    EntityRef,
    SetupTariffChangeCampaignRequest,
    UpdateRecipientPayload,
)
from epilot_targeting.testing import (
    EXAMPLE_ID,
    FakeTargeting,
    Request,
    make_create_automation_portal_recipient_payload,
    make_create_automation_recipient_payload,
    make_setup_tariff_change_campaign_request,
)

RECIPIENT = {"entity_id": EXAMPLE_ID, "entity_schema": "contact"}


async def test_a_body_is_a_model() -> None:
    """A recorded request has its operation and the model of its body, of a union the variant that was sent."""
    async with FakeTargeting() as fake:
        client = fake.client("secret-token")
        await client.get_recipients(EXAMPLE_ID)
        for body in (
            make_create_automation_recipient_payload(),
            make_create_automation_portal_recipient_payload(),
            make_setup_tariff_change_campaign_request(),
        ):
            sending = client.setup_campaign if isinstance(body, SetupTariffChangeCampaignRequest) else None
            await (sending(body) if sending else client.create_recipient(EXAMPLE_ID, body))  # type: ignore[arg-type]
            assert body == fake.requests[-1].body
            assert body.to_dict() == fake.requests[-1].json
    assert (None, None) == (fake.requests[0].body, fake.requests[0].json)
    assert isinstance(fake.requests[1].body_as(CreateAutomationRecipientPayload), CreateAutomationRecipientPayload)
    assert CreateAutomationPortalRecipientPayload is type(fake.requests[2].body)
    with pytest.raises(AssertionError, match="create_recipient is a CreateAutomationRecipientPayload, not a Update"):
        fake.requests[1].body_as(UpdateRecipientPayload)
    assert "secret-token" not in repr([[one, one.headers, one.to_dict()] for one in fake.requests])


async def test_a_body_without_a_model_is_its_json_value() -> None:
    """A body that is no object, fits no variant, or goes to an unknown path is shown as it came."""
    fake = FakeTargeting()
    path = f"/v1/campaign/{EXAMPLE_ID}/recipient"
    for target, content in ((path, b"[1]"), (path, b'{"a": 1}'), (path, b"<"), ("/nowhere", b'{"b": 2}')):
        await fake.handle(Request("POST", target, "", {"authorization": "Bearer t"}, content))
    assert [[1], {"a": 1}, None, {"b": 2}] == [one.body for one in fake.requests]
    assert [{}] * 4 == [dict(one.headers) for one in fake.requests]


async def test_a_body_that_is_nested_too_deeply_is_none() -> None:
    """Such a body is malformed, and the fake refuses it; all requests can be listed."""
    fake = FakeTargeting()
    path = f"/v1/campaign/{EXAMPLE_ID}/recipient"
    headers = {"authorization": "Bearer t", "content-type": "application/json"}
    refused = await fake.handle(Request("POST", path, "", headers, b"[" * 200_000))
    listed = await fake.handle(Request("GET", "/_fake/requests"))
    assert (400, 200) == (refused.status, listed.status)
    assert (None, None) == (fake.requests[0].body, fake.requests[0].to_dict()["body"])


async def test_an_assertion_returns_the_requests() -> None:
    """`assert_requested` returns the requests that have the operation, the body and the query."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [RECIPIENT]}) as fake:
        client = fake.client()
        change = UpdateRecipientPayload(automation_status="failed")
        await client.update_recipient(EXAMPLE_ID, EXAMPLE_ID, change)
        await client.get_recipients(EXAMPLE_ID, limit=3, q="a", automation_status=["failed", "pending"])
        [found] = fake.assert_requested("updateRecipient", times=1, body=change)
        assert fake.requests[0] is found
        fake.assert_requested("update_recipient", body={"automation_status": "failed"})
        fake.assert_requested("get_recipients", query={"limit": 3})
        fake.assert_requested("get_recipients", query={"automation_status": ["failed", "pending"]})
        fake.assert_requested("get_recipients", query={"automation_status": ("failed", "pending"), "limit": ["3"]})
        fake.assert_requested("get_recipients", query={"limit": 3, "next": None})
        fake.assert_requested("get_recipients", times=0, query={"limit": None})
        fake.assert_requested("create_recipient", times=0)
    with pytest.raises(ConfigurationError, match="did you mean `update_recipient`"):
        fake.assert_requested("update_recipent")


async def test_an_assertion_takes_models_inside_of_dicts() -> None:
    """Models, ids and dates in the body are compared as they are sent."""
    moment = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
    reference = EntityRef(entity_id=UUID(EXAMPLE_ID), entity_schema="contact")
    async with FakeTargeting(recipients={EXAMPLE_ID: [RECIPIENT]}) as fake:
        client = fake.client()
        await client.match_campaigns({"entity_refs": [reference], "campaign_ids": [EXAMPLE_ID]})
        await client.update_recipient(EXAMPLE_ID, EXAMPLE_ID, {"portal_state": {"at": moment}})
        fake.assert_requested("match_campaigns", body={"entity_refs": [reference], "campaign_ids": [UUID(EXAMPLE_ID)]})
        fake.assert_requested("update_recipient", body={"portal_state": {"at": moment}})


async def test_an_assertion_shows_the_difference() -> None:
    """A failed assertion shows the difference to the most similar request, line by line."""
    async with FakeTargeting(recipients={EXAMPLE_ID: [RECIPIENT]}) as fake:
        client = fake.client()
        await client.update_recipient(EXAMPLE_ID, EXAMPLE_ID, {"portal_state": {"a": 1}})
        await client.update_recipient(EXAMPLE_ID, EXAMPLE_ID, {"automation_status": "failed", "portal_status": "seen"})
        with pytest.raises(AssertionError) as failed:
            wanted = {"automation_status": "pending", "portal_status": "seen"}
            fake.assert_requested("update_recipient", body=wanted)
        with pytest.raises(AssertionError) as missing:
            fake.assert_requested("create_recipient", times=2)
        with pytest.raises(AssertionError) as unlike:
            fake.assert_requested("update_recipient", times=3, query={"limit": 1})
    text = str(failed.value)
    assert "update_recipient must be requested at least once as asked, and was 0 times" in text
    assert '-  "automation_status": "pending",\n+  "automation_status": "failed",\n' in text
    assert "create_recipient must be requested 2 times, and was 0 times" in str(missing.value)
    assert "all requests: update_recipient, update_recipient" in str(missing.value)
    assert '-  "limit": "1"' in str(unlike.value)


async def test_without_requests_an_assertion_says_so() -> None:
    """A failed assertion about no request says that there was none."""
    with pytest.raises(AssertionError, match="all requests: none"):
        FakeTargeting().assert_requested("get_recipients")


async def test_the_pairs_of_a_query_are_decoded() -> None:
    """A recorded request shows a repeated parameter as a list."""
    fake = FakeTargeting()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(fake.app), base_url="http://fake") as raw:
        await raw.get("/nowhere", params={"a": ["1", "2"], "b": "x y"})
    assert {"a": ["1", "2"], "b": "x y"} == fake.requests[0].to_dict()["query"]
    assert (
        [("a", "1"), ("a", "2"), ("b", "x y")] == fake.requests[0].pairs == Request("GET", "/", "a=1&a=2&b=x+y").pairs
    )
