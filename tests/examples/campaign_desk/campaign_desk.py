"""A service that runs campaigns: it imports contacts, starts campaigns, and reports on them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ConflictError,
    NotFoundError,
    TargetingClient,
    TransportError,
    targeting,
)
from epilot_targeting.models import (
    AutomationStatus,
    CreateAutomationRecipientPayload,
    SetupCampaignEntity,
    SetupProductRecommendation,
    SetupTariffChangeCampaignRequest,
    SetupTariffChangeCampaignResponse,
)


class Unavailable(Exception):
    """The service cannot be reached: try again later."""


async def count_recipients(campaign_id: str) -> int:
    """Return the number of recipients, with the default client."""
    return (await targeting.get_recipients(campaign_id, limit=1)).total or 0


async def titles(client: TargetingClient, campaign_id: str, status: AutomationStatus | None = None) -> list[str]:
    """Return the titles of the recipients with an automation status; none if the campaign is unknown.

    Raises:
        Unavailable: The service fails.
    """
    try:
        pager = client.iter_recipients(campaign_id, automation_status=status)
        return [recipient.title or "(no title)" async for recipient in pager]
    except BadRequestError as error:
        if error.code == "CAMPAIGN_NOT_FOUND":
            return []
        raise
    except (ApiError, TransportError) as error:
        raise Unavailable(str(error)) from error


async def import_contacts(client: TargetingClient, campaign_id: str, ids: Iterable[UUID]) -> Counter[str]:
    """Add contacts to a campaign, and return how many were created, and how many were there already."""
    counts: Counter[str] = Counter()
    for entity_id in ids:
        body = CreateAutomationRecipientPayload(
            entity_id=entity_id,
            entity_schema="contact",
            automation_status="pending",
            automation_execution_id=f"import-{entity_id}",
        )
        try:
            await client.create_recipient(campaign_id, body)
            counts["created"] += 1
        except BadRequestError as error:
            if "already" not in (error.message or ""):
                raise
            counts["known"] += 1
    return counts


async def retry_failed(client: TargetingClient, campaign_id: str) -> int:
    """Start the failed automations again, and return how many were started."""
    failed = client.iter_recipients(campaign_id, automation_status="failed")
    ids = [recipient.entity_id async for recipient in failed if recipient.entity_id]
    if not ids:
        return 0
    response = await client.retrigger_campaign_automations(campaign_id, {"recipient_ids": [str(one) for one in ids]})
    return sum(one.result == "success" for one in response.results)


async def mark_seen(client: TargetingClient, campaign_id: str, recipient_id: UUID | str) -> str:
    """Move a portal status to seen, and return `moved`, `later` or `unknown`."""
    try:
        await client.update_recipient_portal_status(campaign_id, recipient_id, {"status": "seen"})
    except ConflictError:
        return "later"
    except NotFoundError:
        return "unknown"
    return "moved"


async def run(client: TargetingClient, campaign_id: str, pause: float = 1.0) -> str:
    """Activate a campaign, wait for its job, and return the job's last state."""
    await client.change_campaign_status(campaign_id)
    while True:
        job = await client.get_campaign_job_status(campaign_id)
        if job.status in ("finished", "failed", "cancelled"):
            return str(job.status)
        await asyncio.sleep(pause)


async def create_campaign(client: TargetingClient, name: str, target_id: UUID) -> UUID:
    """Set up a campaign of a tariff change, and return its id."""
    request = SetupTariffChangeCampaignRequest(
        type="tariff_change",
        product_recommendation=SetupProductRecommendation(),
        campaign=SetupCampaignEntity(name=name, target_ids=[target_id]),
    )
    response = await client.setup_campaign(request)
    assert isinstance(response, SetupTariffChangeCampaignResponse)
    return response.campaign_id


async def bounce_rate(client: TargetingClient, campaign_id: str) -> float:
    """Return the share of e-mails that bounced."""
    stats = await client.get_email_stats(campaign_id)
    return stats.bounced / stats.total_emailed if stats.total_emailed else 0.0
