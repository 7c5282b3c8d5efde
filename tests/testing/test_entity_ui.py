"""The fake service: next best actions, and the entity-UI status of recipients."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from epilot_targeting import ApiError, BadRequestError, ConflictError, NotFoundError, RetryPolicy, TargetingClient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
ENTITY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OF_ENTITY: Any = {"entity_id": ENTITY, "entity_schema": "contact"}
CTA = {"type": "flow", "target": "f"}


@pytest.fixture
async def fake() -> AsyncIterator[FakeTargeting]:
    async with FakeTargeting(now=lambda: NOW) as service:
        yield service


@pytest.fixture
def client(fake: FakeTargeting) -> TargetingClient:
    return fake.client(retry=RetryPolicy(attempts=1))


async def outcome(client: TargetingClient, status: str) -> Any:
    """Move the entity-UI status; return the new status, or the status of the error."""
    body: Any = {"status": status, "entity_schema": "contact"}
    try:
        return (await client.update_recipient_entity_ui_status(EXAMPLE_ID, ENTITY, body)).entity_ui_status
    except ApiError as error:
        return error.status_code


@pytest.mark.parametrize(
    ("before", "seen", "clicked", "dismissed"),
    [
        (None, "seen", 409, 409),
        ("seen", "seen", "clicked", "dismissed"),
        ("clicked", "clicked", 409, "dismissed"),
        ("dismissed", "dismissed", 409, 409),
    ],
)
async def test_moves(
    fake: FakeTargeting, client: TargetingClient, before: Any, seen: Any, clicked: Any, dismissed: Any
) -> None:
    """`seen` always succeeds and changes nothing, the others move forward only."""
    for after, wanted in {"seen": seen, "clicked": clicked, "dismissed": dismissed}.items():
        fake.add_recipients(EXAMPLE_ID, [OF_ENTITY | ({"entity_ui_status": before} if before else {})])
        assert wanted == await outcome(client, after)


async def test_the_first_seen_creates_the_recipient(fake: FakeTargeting, client: TargetingClient) -> None:
    """Without a recipient, only `seen` with the schema of the entity succeeds."""
    assert [404, 404] == [await outcome(client, status) for status in ("clicked", "dismissed")]
    with pytest.raises(BadRequestError, match="entity_schema"):
        await client.update_recipient_entity_ui_status(EXAMPLE_ID, ENTITY, {"status": "seen"})
    assert [] == fake.recipients(EXAMPLE_ID)
    await outcome(client, "seen")
    made = (await client.get_recipients(EXAMPLE_ID)).results[0]
    assert (UUID(ENTITY), "contact", "seen", NOW) == (
        made.entity_id,
        made.entity_schema,
        made.entity_ui_status,
        made.entity_ui_status_updated_at,
    )
    with pytest.raises(BadRequestError):
        await client.update_recipient_entity_ui_status(ENTITY, ENTITY, {"status": "seen"})


@pytest.mark.parametrize(("before", "after"), [("seen", "seen"), ("clicked", "clicked")])
async def test_a_restore_gives_the_status_back(
    fake: FakeTargeting, client: TargetingClient, before: str, after: str
) -> None:
    """A restore gives back the status before the dismissal, and leaves the other fields as they are."""
    fake.add_recipients(EXAMPLE_ID, [OF_ENTITY | {"entity_ui_status": before, "portal_status": "clicked"}])
    await outcome(client, "dismissed")
    assert before == fake.recipients(EXAMPLE_ID)[0]["entity_ui_status_before_dismiss"]
    restored = await client.restore_recipient_entity_ui_status(EXAMPLE_ID, ENTITY)
    assert (after, None, "clicked") == (
        restored.entity_ui_status,
        restored.entity_ui_status_before_dismiss,
        restored.portal_status,
    )
    with pytest.raises(ConflictError):
        await client.restore_recipient_entity_ui_status(EXAMPLE_ID, ENTITY)


async def test_a_restore_of_what_was_never_shown(fake: FakeTargeting, client: TargetingClient) -> None:
    """A recipient without an entity-UI status is a 404. A dismissed one without an earlier status is seen."""
    fake.add_recipients(EXAMPLE_ID, [OF_ENTITY])
    for campaign in (EXAMPLE_ID, ENTITY):
        with pytest.raises(NotFoundError):
            await client.restore_recipient_entity_ui_status(campaign, ENTITY)
    fake.add_recipients(EXAMPLE_ID, [OF_ENTITY | {"entity_ui_status": "dismissed"}])
    assert "seen" == (await client.restore_recipient_entity_ui_status(EXAMPLE_ID, ENTITY)).entity_ui_status


def campaign(number: int, status: str = "active", **nba: Any) -> dict[str, Any]:
    target = {"$relation": [{"entity_id": EXAMPLE_ID}]}
    return {"_id": str(UUID(int=number)), "status": status, "target": target, "nba": {"title": "T", "cta": CTA, **nba}}


async def test_discover_by_priority(fake: FakeTargeting, client: TargetingClient) -> None:
    """The valid actions of active campaigns that match come by priority; no priority is medium."""
    for one in (
        campaign(1, priority="low"),
        campaign(2),
        campaign(3, priority="high"),
        campaign(4, status="inactive"),
        campaign(5, title="T" * 61),
        campaign(6) | {"target": {}},
    ):
        fake.add_campaign(one)
    found = await client.discover_campaigns(OF_ENTITY)
    assert (3, [3, 2, 1]) == (found.hits, [one.campaign_id.int for one in found.results])
    assert [None] * 3 == [one.status for one in found.results]
    assert [] == (await client.discover_campaigns(OF_ENTITY | {"entity_schema": "order"})).results


async def test_discover_apart_what_was_dismissed(fake: FakeTargeting, client: TargetingClient) -> None:
    """Dismissed actions are listed apart, capped, and not counted."""
    for number in range(1, 31):
        fake.add_campaign(campaign(number))
        status = "dismissed" if number > 2 else "clicked"
        shown = {"entity_ui_status": status, "entity_ui_status_updated_at": "2026-01-02T00:00:00.000Z"}
        fake.add_recipients(str(UUID(int=number)), [OF_ENTITY | shown])
    found = await client.discover_campaigns(OF_ENTITY)
    assert (2, [("clicked", NOW)] * 2) == (found.hits, [(one.status, one.status_updated_at) for one in found.results])
    assert ["dismissed"] * 25 == [one.status for one in found.dismissed or ()]
