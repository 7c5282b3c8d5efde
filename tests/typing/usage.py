"""What type checkers say of the public surface: checked by mypy and pyright, never run."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, assert_type
from uuid import UUID

from epilot_targeting import (
    ApiError,
    Page,
    RecipientPager,
    RequestTimeoutError,
    Response,
    TargetingClient,
    authorize,
    get_client,
    targeting,
)
from epilot_targeting.bulk import (
    BulkResult,
    BulkRun,
    Journal,
    create_recipients,
    get_all_target_queries,
    match_all_campaigns,
    match_all_targets,
    retrigger_failed,
    update_portal_statuses,
    wait_for_job,
)
from epilot_targeting.campaign import Campaign, CampaignClient, CampaignResponse
from epilot_targeting.campaign import get_client as get_campaign_client
from epilot_targeting.export import payloads_from_csv, write_csv, write_parquet
from epilot_targeting.models import (
    AutomationStatus,
    CampaignPortal,
    CampaignStatus,
    CreateAutomationRecipientPayload,
    CreatePortalRecipientPayload,
    CreateRecipientPayloadDict,
    EntityRef,
    ErrorCode,
    JobStatus,
    MatchCampaignsResponse,
    MatchTargetsResponse,
    Recipient,
    SetupTariffChangeCampaignRequest,
    SetupTariffChangeCampaignResponse,
    TargetQueriesResponse,
    UpdateRecipientPayload,
)
from epilot_targeting.testing import FakeTargeting, make_campaign, make_error, make_recipient


async def token() -> str:
    """Return a token."""
    return "t"


async def flat(campaign_id: UUID) -> None:
    """Use the default client."""
    authorize(token)
    assert_type(authorize(targeting, lambda: "t"), TargetingClient)
    assert_type(authorize(get_campaign_client(), "t"), CampaignClient)
    assert_type(get_client(), TargetingClient)
    response = await targeting.change_campaign_status(campaign_id)
    assert_type(response, CampaignResponse)
    assert_type(response.campaign, Campaign)
    assert_type(response.campaign.status, CampaignStatus | str | None)
    assert_type(response.campaign.created_at, dt.datetime | None)
    assert_type(await targeting.get_campaign_portals("id"), list[CampaignPortal])
    assert_type(await targeting.raw.change_campaign_status("id"), Response[CampaignResponse])
    assert_type(await targeting.campaign.raw.change_campaign_status("id"), Response[CampaignResponse])


def factories() -> None:
    """Make models for tests."""
    assert_type(make_recipient(title="Ada", portal_status="seen", email_status=None), Recipient)
    assert_type(make_campaign().status, CampaignStatus | str | None)
    make_recipient(titel="Ada")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    make_recipient(title=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(make_error(RequestTimeoutError, limit="deadline"), RequestTimeoutError)
    assert_type(FakeTargeting().requests[-1].body_as(UpdateRecipientPayload), UpdateRecipientPayload)


async def pages() -> None:
    """Iterate over pages."""
    pager = targeting.iter_recipients("id", automation_status=[AutomationStatus.FAILED, "pending"])
    assert_type(pager, RecipientPager[Recipient])
    async for recipient in pager:
        assert_type(recipient, Recipient)
    assert_type(await pager.collect(), list[Recipient])
    async for page in pager.pages():
        assert_type(page, Page[Recipient])
        assert_type(page.next, str | None)
    assert_type(await write_parquet(pager, "x.parquet", part_rows=5), int)
    assert_type(await write_csv(pager, "x.csv"), int)
    payloads = payloads_from_csv("x.csv", UpdateRecipientPayload)
    for payload in payloads:
        assert_type(payload, UpdateRecipientPayload)
    payloads.close()
    async with TargetingClient(token, timeout=(1, 2.5)) as client:
        assert_type(client, TargetingClient)
        assert_type(client.with_options(deadline=3), TargetingClient)


async def set_up(client: TargetingClient, body: SetupTariffChangeCampaignRequest) -> None:
    """Set up a campaign: of a known kind by its model, of another one by a dict."""
    response = await client.setup_campaign(body)
    assert_type(response, SetupTariffChangeCampaignResponse | dict[str, Any])
    newer: dict[str, Any] = {"type": "newer"}
    await client.setup_campaign(SetupTariffChangeCampaignRequest.from_dict(newer))
    assert_type((await client.get_campaign_portals("id"))[0].widgets[0].id, str)
    assert_type((await client.campaign.match_campaigns({"entity_refs": [], "campaign_ids": ()})).hits, float | None)


def fields_of_errors(timeout: RequestTimeoutError, error: ApiError) -> None:
    """Look at the fields of errors."""
    assert_type(timeout.limit, Literal["", "connect", "deadline", "pool", "rate_limit", "read", "timeout", "write"])
    assert_type(timeout.applied, bool | None)
    assert_type(error.code, ErrorCode | str | None)
    assert_type(error.retry_after, float | None)


async def bulk(client: TargetingClient, campaign_id: UUID, bodies: list[CreateAutomationRecipientPayload]) -> None:
    """Use bulk runs: the type of the items is that of the results."""
    assert_type(create_recipients(client, campaign_id, bodies), BulkRun[CreateAutomationRecipientPayload])
    rows: list[dict[str, Any]] = [{"entity_id": "x"}]
    payloads = [CreatePortalRecipientPayload.from_dict(row) for row in rows]
    assert_type(create_recipients(client, "c", payloads), BulkRun[CreatePortalRecipientPayload])
    one: CreateRecipientPayloadDict = {"entity_id": "x", "entity_schema": "contact", "portal_status": "sent"}
    async with create_recipients(client.campaign_recipient, "c", [one], journal=Journal("j"), progress="rich") as run:
        async for result in run:
            assert_type(result, BulkResult[CreateRecipientPayloadDict])
            assert_type(result.status, Literal["done", "exists", "rejected", "unknown", "skipped"])
            assert_type(result.recipient, Recipient | None)
    assert_type(await update_portal_statuses(client, "c", [("r", {"status": "seen"})]), dict[str, int])


async def jobs(client: TargetingClient, ids: list[UUID]) -> None:
    """Use jobs and any number of ids: whole clients and those of a tag will do."""
    assert_type(await wait_for_job(client, "c", timeout=60, on_status=print), JobStatus)
    assert_type(await wait_for_job(client.campaign, ids[0], check=True), JobStatus)
    assert_type(retrigger_failed(client, "c", journal=Journal("j")), BulkRun[str])
    refs = [EntityRef(entity_id=ids[0], entity_schema="contact")]
    assert_type(await match_all_campaigns(client.campaign, refs, ids), MatchCampaignsResponse)
    assert_type(
        await match_all_targets(client, [{"entity_id": "e", "entity_schema": "contact"}], ids), MatchTargetsResponse
    )
    assert_type(await get_all_target_queries(client.target, (str(one) for one in ids)), TargetQueriesResponse)
    assert_type(await get_all_target_queries(client.target, {"first": "a"}.values()), TargetQueriesResponse)
