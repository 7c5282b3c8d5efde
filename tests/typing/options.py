"""Options, tags, bodies and models as a user writes them: checked by mypy and pyright, never run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, assert_type
from uuid import UUID

from epilot_targeting import (
    Page,
    RetryPolicy,
    TargetingClient,
    TargetingError,
    authorize,
    configure,
    create_client,
    models,
    openapi,
    otel,
)
from epilot_targeting.campaign_recipient import CampaignRecipientClient, RecipientsResponse
from epilot_targeting.campaign_recipient import create_client as create_recipient_client
from epilot_targeting.middleware import Attempt, CallNext, Middleware, Outcome
from epilot_targeting.models import AutomationStatus, PortalStatus, Recipient


def token() -> str:
    """Return a token."""
    return "t"


async def async_token() -> str:
    """Return a token, later."""
    return "t"


async def correlate(attempt: Attempt, call_next: CallNext) -> Outcome:
    """Set a header, and return the outcome."""
    attempt.headers["x-correlation-id"] = attempt.operation
    assert_type(attempt.number, int)
    outcome = await call_next(attempt)
    assert_type(outcome, Outcome)
    assert_type(outcome.status_code, int | None)
    assert_type(outcome.error, TargetingError | None)
    return await call_next()


class Counting:
    """Middleware may be an object."""

    async def __call__(self, attempt: Attempt, call_next: CallNext) -> Outcome:
        """Return the outcome."""
        return await call_next(attempt)


def seen(client: TargetingClient) -> None:
    """Middleware is typed, and so is what instruments clients."""
    chain: list[Middleware] = [correlate, Counting()]
    configure(middleware=chain)
    otel.instrument()
    otel.instrument(client.campaign)
    otel.uninstrument(client)


def options() -> None:
    """Every option has a type, and every token form is taken."""
    client = create_client(
        token=token,
        base_url="https://localhost",
        org_id="1",
        headers={"x-a": "b"},
        timeout=(1, 2),
        deadline=5,
        retry=RetryPolicy(attempts=2, ambiguous=True),
        max_concurrency=5,
        max_response_bytes=1000,
        http_client=None,
        middleware=[correlate],
    )
    assert_type(client, TargetingClient)
    assert_type(create_recipient_client(token="t"), CampaignRecipientClient)
    assert_type(client.authorize(async_token), TargetingClient)
    assert_type(authorize(client, async_token), TargetingClient)
    authorize("t")
    configure(timeout=2.5, org_id="1")
    assert_type(openapi(), dict[str, Any])
    assert_type(client.openapi(), dict[str, Any])
    assert_type(client.campaign_recipient, CampaignRecipientClient)


async def calls(client: TargetingClient, campaign_id: UUID, statuses: Sequence[AutomationStatus]) -> None:
    """Ids are UUIDs or text, enums members or text, bodies models or dicts."""
    page = await client.campaign_recipient.get_recipients(campaign_id, portal_status=PortalStatus.SEEN, limit=5)
    assert_type(page, RecipientsResponse)
    assert_type(page.results, list[Recipient])
    assert_type(page.next, str | None)
    assert_type(await client.get_recipients("id", automation_status=statuses, portal_status="seen"), RecipientsResponse)
    assert_type((await client.raw.get_recipients("id")).parsed, RecipientsResponse)
    assert_type(await client.update_recipient("id", "id", {"portal_status": "seen"}), Recipient)
    body = models.UpdateRecipientPayload(portal_status=PortalStatus.SEEN)
    assert_type(await client.update_recipient("id", campaign_id, body), Recipient)
    async for recipient in client.campaign_recipient.iter_recipients(campaign_id, q="x"):
        assert_type(recipient, Recipient)
    async for one in client.iter_recipients("id").pages():
        assert_type(one, Page[Recipient])


def fields(recipient: Recipient) -> None:
    """An optional field is its type or None; an enum is open."""
    assert_type(recipient.entity_id, UUID | None)
    assert_type(recipient.title, str | None)
    assert_type(recipient.portal_status, models.PortalStatus | str | None)
    assert_type(recipient.updated_at, dt.datetime | None)
    assert_type(recipient.additional_properties, dict[str, Any])
    assert_type(Recipient.from_dict({}), Recipient)
    assert_type(recipient.to_dict(), dict[str, Any])
