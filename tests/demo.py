"""Do a user's whole day against a running service: all operations, bulk runs and a table, with checked counts."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from demo_bulk import run_bulk
from demo_jobs import run_jobs
from operations import OPERATIONS
from rich.console import Console
from rich.progress import track
from rich.table import Table

from epilot_targeting import ConflictError, TargetingClient, TargetingError
from epilot_targeting.models import (
    AutomationStatus,
    CreateAutomationPortalRecipientPayload,
    DiscoverCampaignsParamsDict,
    EntityRef,
    MatchCampaignParams,
    SetupCampaignEntity,
    SetupJourney,
    SetupProductRecommendation,
    SetupTariffChangeCampaignRequest,
    SetupTariffChangeCampaignResponse,
)

CAMPAIGN = TARGET = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RECIPIENTS = 1000
AT_ONCE = 20
FAILED_EVERY = 10
TO_MOVE = 25

console = Console()


class Ledger:
    """What was done, with what was expected of it."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, object, object]] = []

    def note(self, operation: str, what: str, found: object, expected: object) -> None:
        """Note one result."""
        self.rows.append((operation, what, found, expected))

    def show(self) -> bool:
        """Print the table; return whether everything was as expected."""
        table = Table("operation", "what", "found", "expected", title="What was done")
        for operation, what, found, expected in self.rows:
            mark = "" if found == expected else "  ← differs"
            table.add_row(operation, what, f"{found}{mark}", str(expected))
        console.print(table)
        return all(found == expected for _, _, found, expected in self.rows)


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """Run the fake service as a process of its own on a free loopback port; give its address."""
    command = [sys.executable, "-m", "epilot_targeting.testing", "--port", "0", "--token", "demo-token"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        if "http://" not in line:
            raise SystemExit(f"the fake service did not start: {line or 'it printed nothing'}")
        yield "http://" + line.partition("http://")[2].split()[0].rstrip("/")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def token() -> str:
    """Return the token, as an async provider does."""
    await asyncio.sleep(0)
    return "demo-token"


async def match(client: TargetingClient, ledger: Ledger, entity: UUID) -> None:
    """Ask which campaigns and targets an entity belongs to."""
    reference = EntityRef(entity_id=entity, entity_schema="contact")
    campaigns = await client.match_campaigns(
        MatchCampaignParams(entity_refs=[reference], campaign_ids=[UUID(CAMPAIGN)])
    )
    ledger.note("match_campaigns", "hits", (campaigns.hits, len(campaigns.results)), (1, 1))
    targets = await client.match_targets({"entity_refs": [reference], "target_ids": [TARGET]})
    ledger.note("match_targets", "hits", (targets.hits, len(targets.results)), (1, 1))
    queries = await client.get_target_queries({"target_ids": [TARGET]})
    ledger.note("get_target_queries", "with a query", sum(one.query is not None for one in queries.results), 1)


async def activate(client: TargetingClient, ledger: Ledger) -> None:
    """Switch the campaign on and watch its job to the end."""
    response = await client.change_campaign_status(CAMPAIGN)
    ledger.note("change_campaign_status", "status", str(response.campaign.status), "active")
    seen: list[str] = []
    while "finished" not in seen and len(seen) < 10:
        seen.append(str((await client.get_campaign_job_status(CAMPAIGN)).status))
    ledger.note("get_campaign_job_status", "last status", seen[-1], "finished")
    portals = await client.get_campaign_portals(CAMPAIGN)
    ledger.note("get_campaign_portals", "every portal is named", [p for p in portals if p.portal is None], [])


async def set_up(client: TargetingClient, ledger: Ledger) -> None:
    """Create a campaign with what belongs to it."""
    response = await client.setup_campaign(
        SetupTariffChangeCampaignRequest(
            type="tariff_change",
            product_recommendation=SetupProductRecommendation(name="Green"),
            campaign=SetupCampaignEntity(name="Green tariff", target_ids=[UUID(TARGET)]),
            journey=SetupJourney(journey_id=uuid4()),
        )
    )
    ledger.note("setup_campaign", "response", type(response), SetupTariffChangeCampaignResponse)
    if isinstance(response, SetupTariffChangeCampaignResponse):
        page = await client.get_recipients(str(response.campaign_id))
        ledger.note("setup_campaign", "recipients of the new campaign", page.total, 0)


async def discover(client: TargetingClient, ledger: Ledger, entity: UUID) -> None:
    """Show an agent the next best action for an entity, dismiss it, and restore it."""
    body: DiscoverCampaignsParamsDict = {"entity_id": entity, "entity_schema": "contact"}
    found = await client.discover_campaigns(body)
    ledger.note("discover_campaigns", "actions", [str(one.campaign_id) for one in found.results], [CAMPAIGN])
    for status in ("seen", "dismissed"):
        moved = await client.update_recipient_entity_ui_status(
            CAMPAIGN, entity, {"status": status, "entity_schema": "contact"}
        )
        ledger.note("update_recipient_entity_ui_status", "status", str(moved.entity_ui_status), status)
    found = await client.discover_campaigns(body)
    ledger.note("discover_campaigns", "left and dismissed", (found.hits, len(found.dismissed or ())), (0, 1))
    restored = await client.restore_recipient_entity_ui_status(CAMPAIGN, entity)
    ledger.note("restore_recipient_entity_ui_status", "status", str(restored.entity_ui_status), "seen")


async def create(client: TargetingClient, ledger: Ledger, entities: Sequence[UUID]) -> None:
    """Create the recipients, a few at once."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def one(index: int, entity: UUID) -> UUID | None:
        status = AutomationStatus.SUCCESS if index % FAILED_EVERY else AutomationStatus.FAILED
        body = CreateAutomationPortalRecipientPayload(
            entity_id=entity,
            entity_schema="contact",
            automation_status=status,
            automation_execution_id=f"execution-{index}",
            portal_status="sent",
        )
        async with limit:
            return (await client.create_recipient(CAMPAIGN, body)).entity_id

    # A group: whoever stops the demo here stops all of them.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(index, entity)) for index, entity in enumerate(entities)]
        made = {await task for task in track(tasks, "creating recipients", console=console)}
    ledger.note("create_recipient", "created", len(made & set(entities)), RECIPIENTS)


async def read_back(client: TargetingClient, ledger: Ledger, entities: Sequence[UUID]) -> list[UUID]:
    """Stream all recipients back, then those that failed."""
    found = Counter([r.entity_id async for r in client.iter_recipients(CAMPAIGN, limit=100)])
    ledger.note("get_recipients", "each streamed back once", sum(found[e] == 1 for e in entities), RECIPIENTS)
    failed = await client.iter_recipients(CAMPAIGN, limit=50, automation_status=["failed"]).collect()
    ledger.note("get_recipients", "failed ones", len(failed), RECIPIENTS // FAILED_EVERY)
    last = await client.get_recipients(CAMPAIGN, from_=RECIPIENTS - 5)
    ledger.note("get_recipients", "on the last page, by offset", len(last.results), 5)
    stats = await client.get_email_stats(CAMPAIGN)
    mailed = await client.iter_recipients(CAMPAIGN, email_status="sent").collect()
    ledger.note("get_email_stats", "sent", stats.sent, len(mailed))
    return [recipient.entity_id for recipient in failed if recipient.entity_id]


async def repair(client: TargetingClient, ledger: Ledger, failed: Sequence[UUID]) -> None:
    """Start the failed automations again, and correct one recipient by hand."""
    response = await client.retrigger_campaign_automations(CAMPAIGN, {"recipient_ids": [*failed, uuid4()]})
    results = Counter(str(result.result) for result in response.results)
    expected = {"success": len(failed), "not_found": 1}
    ledger.note("retrigger_campaign_automations", "results", dict(results), expected)
    updated = await client.update_recipient(CAMPAIGN, failed[0], {"portal_state": {"note": "called"}})
    ledger.note("update_recipient", "portal_state", updated.portal_state, {"note": "called"})


async def move(client: TargetingClient, ledger: Ledger, entities: Sequence[UUID]) -> None:
    """Move portal statuses forward, and be refused when moving one backward."""
    for entity in entities[:TO_MOVE]:
        await client.update_recipient_portal_status(CAMPAIGN, entity, {"status": "clicked"})
    clicked = await client.iter_recipients(CAMPAIGN, portal_status="clicked").collect()
    ledger.note("update_recipient_portal_status", "clicked", len(clicked), TO_MOVE)
    refused: object = "nothing raised"
    try:
        await client.update_recipient_portal_status(CAMPAIGN, entities[0], {"status": "seen"})
    except ConflictError as error:
        refused = error.status_code
        console.print(f"[dim]An illegal move raises {type(error).__name__}: {error}[/dim]")
    ledger.note("update_recipient_portal_status", "an illegal move", refused, 409)


async def call_others(client: TargetingClient, ledger: Ledger) -> None:
    """Call each operation that was not needed so far."""
    needed = {operation for operation, *_ in ledger.rows}
    for name in [name for name in OPERATIONS if name not in needed]:
        response = await getattr(client.raw, name)(**OPERATIONS[name].arguments)
        ledger.note(name, "status", response.status_code // 100, 2)


async def run_day(ledger: Ledger) -> None:
    """Call every operation."""
    entities = [uuid4() for _ in range(RECIPIENTS)]
    async with served() as address, TargetingClient(base_url=address) as client:
        console.print(f"The fake Targeting service listens on {address}.")
        client.authorize(token)
        await match(client, ledger, entities[0])
        await activate(client, ledger)
        await set_up(client, ledger)
        await create(client, ledger, entities)
        failed = await read_back(client, ledger, entities)
        await repair(client, ledger, failed)
        await move(client, ledger, entities)
        await discover(client, ledger, entities[-1])
        await call_others(client, ledger)


def main() -> int:
    """Run the day, the bulk run and the job; return the exit status."""
    ledger = Ledger()
    asyncio.run(run_day(ledger))
    for what, found, expected in run_bulk():
        ledger.note("create_recipients", what, found, expected)
    for operation, what, found, expected in run_jobs():
        ledger.note(operation, what, found, expected)
    return 0 if ledger.show() else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except TargetingError as error:
        console.print(f"[red]{type(error).__name__}: {error}[/red]")
        sys.exit(1)
