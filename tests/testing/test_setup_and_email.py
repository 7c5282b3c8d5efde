"""The fake service: setting up a campaign, e-mail statistics, and offsets of pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from operations import OPERATIONS

from epilot_targeting import BadRequestError, DecodeError, RetryPolicy, TargetingClient, models
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

OTHER = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
UNKNOWN_FIELDS: Any = {"email_status": "sent", "own": 1}
NEWER: Any = {"type": "newer", "own": 1}
LEAST: Any = {
    "type": "tariff_change",
    "product_recommendation": {},
    "campaign": {"name": "Green", "target_ids": [EXAMPLE_ID, OTHER]},
}


@pytest.fixture
async def fake() -> AsyncIterator[FakeTargeting]:
    async with FakeTargeting() as service:
        yield service


@pytest.fixture
def client(fake: FakeTargeting) -> TargetingClient:
    return fake.client()


async def set_up(client: TargetingClient, body: Any) -> tuple[Any, models.Campaign]:
    """Set up a campaign; return the response and the campaign."""
    response = await client.setup_campaign(body)
    assert isinstance(response, models.SetupTariffChangeCampaignResponse)
    refs: list[models.EntityRefDict] = [{"entity_id": OTHER, "entity_schema": "contact"}]
    found = await client.match_campaigns({"entity_refs": refs, "campaign_ids": [response.campaign_id]})
    return response, found.results[0].campaign


async def test_a_set_up_creates_a_campaign(client: TargetingClient) -> None:
    """The campaign is a draft with the first of its targets, and without e-mail it has no flow."""
    response, campaign = await set_up(client, LEAST)
    assert campaign.target is not None
    assert ("Green", "draft", None) == (campaign.name, campaign.status, campaign.flow_id)
    assert [UUID(EXAMPLE_ID)] == [one.entity_id for one in campaign.target.relation or ()]
    assert (None, None) == (response.journey_id, response.portal_widget_id)
    assert response.campaign_id != (await set_up(client, LEAST))[0].campaign_id
    assert 0 == (await client.get_recipients(response.campaign_id)).total


async def test_a_set_up_creates_what_belongs_to_it(client: TargetingClient) -> None:
    """A journey, a portal widget and an e-mail flow are created or linked."""
    channels = {"portal_widget": {"portal_id": OTHER, "block_id": OTHER}, "email": {"automation_id": OTHER}}
    response, campaign = await set_up(client, LEAST | {"journey": {"journey_id": OTHER}, "channels": channels})
    assert (UUID(OTHER), OTHER) == (response.journey_id, campaign.flow_id)
    assert response.portal_widget_id is not None
    _, campaign = await set_up(client, LEAST | {"channels": {"email": {"template_id": OTHER}}})
    assert campaign.flow_id not in (None, OTHER)


@pytest.mark.parametrize("wrong", [{"type": "unknown"}, {"channels": {"email": {}}}, {"more": 1}])
async def test_an_invalid_set_up_is_refused(client: TargetingClient, wrong: dict[str, Any]) -> None:
    """An unknown type, an e-mail without a source, and other keys are refused."""
    with pytest.raises(BadRequestError):
        await client.setup_campaign(LEAST | wrong)


def recipient(number: int, **fields: Any) -> dict[str, Any]:
    return {"entity_id": str(UUID(int=number)), "entity_schema": "contact", **fields}


async def test_statistics_follow_the_recipients(fake: FakeTargeting, client: TargetingClient) -> None:
    """Each number counts recipients by their present fields; the totals add up. None counts as 0."""
    fake.add_recipients(
        EXAMPLE_ID,
        [
            recipient(1),
            recipient(2, email_status="sent"),
            recipient(3, email_status="bounced", email_bounce_type="permanent"),
            recipient(4, email_status="bounced"),
            recipient(5, email_status="delivered", email_open_count=3, email_click_count=2),
            recipient(6, email_status="delivered", email_open_count=1, email_click_count=0),
            recipient(7, email_status="complained", email_unsubscribed_at="2026-01-02T00:00:00.000Z"),
            recipient(8, email_open_count=None, email_click_count=None),
        ],
    )
    expected = {"total_emailed": 6, "sent": 1, "delivered": 2, "bounced": 2, "bounced_hard": 1, "bounced_soft": 1}
    expected |= {"complained": 1, "failed": 0, "unsubscribed": 1, "opened": 2, "clicked": 1}
    assert expected | {"total_opens": 4, "total_clicks": 2} == (await client.get_email_stats(EXAMPLE_ID)).to_dict()
    page = await client.get_recipients(EXAMPLE_ID, email_status="delivered")
    assert (2, [5, 6]) == (page.total, [one.entity_id.int for one in page.results if one.entity_id])
    assert 2 == len(await client.iter_recipients(EXAMPLE_ID, email_status="bounced").collect())


async def test_an_offset_reaches_any_page(fake: FakeTargeting, client: TargetingClient) -> None:
    """`from` counts the filtered recipients and wins over `next`, and cursors go on from there."""
    fake.add_recipients(EXAMPLE_ID, [recipient(i, email_status="sent" if i % 2 else "failed") for i in range(1, 21)])
    query: dict[str, Any] = {"email_status": "sent", "limit": 3}
    first = await client.get_recipients(EXAMPLE_ID, **query)
    page = await client.get_recipients(EXAMPLE_ID, **query, from_=6, next=first.next)
    assert [13, 15, 17] == [one.entity_id.int for one in page.results if one.entity_id]
    last = await client.get_recipients(EXAMPLE_ID, **query, next=page.next)
    assert ([19], None) == ([one.entity_id.int for one in last.results if one.entity_id], last.next)
    assert [] == (await client.get_recipients(EXAMPLE_ID, **query, from_=10)).results


@pytest.mark.filterwarnings("ignore::epilot_targeting.testing.UnknownKeyWarning")
async def test_a_request_sets_no_field_of_the_service(client: TargetingClient) -> None:
    """A recipient is created and updated without the fields that the service sets."""
    body: Any = recipient(1, portal_status="sent", email_status="sent", entity_ui_status="seen")
    created = await client.create_recipient(EXAMPLE_ID, body)
    updated = await client.update_recipient(EXAMPLE_ID, str(UUID(int=1)), UNKNOWN_FIELDS)
    assert [(None, None)] * 2 == [(one.email_status, one.entity_ui_status) for one in (created, updated)]
    assert {"own": 1} == updated.additional_properties


async def test_a_newer_kind_of_campaign_is_kept_as_it_came(fake: FakeTargeting, client: TargetingClient) -> None:
    """A set-up of a type that the spec does not know is sent as its dict, and its response reads as its dict."""
    created = {"type": "newer", "campaign_id": OTHER, "own": [1]}
    fake.fail("setup_campaign", status=201, body=created)
    assert created == await client.setup_campaign(NEWER)
    assert {"type": "newer", "own": 1} == fake.requests[-1].json


@pytest.mark.parametrize("operation", ["match_campaigns", "match_targets", "discover_campaigns"])
async def test_missing_hits_fail_no_call(fake: FakeTargeting, client: TargetingClient, operation: str) -> None:
    """A response without `hits` loses nothing, and one without `results` is an error."""
    body = OPERATIONS[operation].arguments["body"]
    fake.fail(operation, status=200, body={"results": []})
    response = await getattr(client, operation)(body)
    assert (None, []) == (response.hits, response.results)
    fake.fail(operation, status=200, body={"hits": 0}, times=9)
    with pytest.raises(DecodeError, match="results"):
        await getattr(client.with_options(retry=RetryPolicy(attempts=1)), operation)(body)
