"""Wait for the job of a campaign, start the failed automations again, and write the recipients to a Parquet file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bulk.served import Served, served
from pyarrow import parquet
from rich.console import Console
from rich.table import Table

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, create_recipients, retrigger_failed, wait_for_job
from epilot_targeting.export import write_parquet
from epilot_targeting.models import CreateRecipientPayloadDict, JobStatus
from epilot_targeting.testing import EXAMPLE_ID

FAILED, PENDING = 250, 50
POLL = 0.2
"""Seconds before the second poll. The job of the fake is short, so this is below the default."""
ROWS = 3
COLUMNS = ["entity_id", "entity_schema", "automation_status", "automation_execution_id", "updated_at"]

console = Console()
Check = tuple[str, str, object, object]


def show_status(job: JobStatus) -> None:
    """Print the status of the job."""
    console.print(f"job: {job.status}, {len(job.execution_summary or ())} executions")


async def run_job(client: TargetingClient) -> Check:
    """Add recipients, activate the campaign, and wait for the end of its job."""
    payloads: list[CreateRecipientPayloadDict] = [
        {
            "entity_id": f"00000000-0000-4000-8000-{number:012}",
            "entity_schema": "contact",
            "automation_status": "pending",
            "automation_execution_id": "",
        }
        for number in range(PENDING)
    ]
    await create_recipients(client, EXAMPLE_ID, payloads)
    await client.change_campaign_status(EXAMPLE_ID)
    job = await wait_for_job(client, EXAMPLE_ID, timeout=60, poll=POLL, on_status=show_status)
    return "wait_for_job", "last status", str(job.status), "finished"


async def retrigger(client: TargetingClient, journal: Journal, service: Served) -> list[Check]:
    """Start the failed automations again, and run once more with the same journal."""
    first = await retrigger_failed(client, EXAMPLE_ID, journal=journal)
    console.print(f"failed automations: {first['done']} started again")
    second = await retrigger_failed(client, EXAMPLE_ID, journal=journal)
    state = await service.ask("/_ledger")
    return [
        ("retrigger_failed", "started again", first["done"], FAILED),
        ("retrigger_failed", "results of a second run", sum(second.values()), 0),
        ("retrigger_failed", "started twice", len(state["twice"]), 0),
    ]


async def export_recipients(client: TargetingClient, path: Path) -> Check:
    """Write all recipients to a Parquet file, and print its first rows."""
    rows = await write_parquet(client.iter_recipients(EXAMPLE_ID, limit=100), path)
    table = Table(*COLUMNS, title=f"The first {ROWS} of {rows} rows of {path.name}")
    for row in parquet.read_table(path, columns=COLUMNS).slice(0, ROWS).to_pylist():
        table.add_row(*(str(row[column]) for column in COLUMNS))
    console.print(table)
    return "write_parquet", "rows", rows, FAILED + PENDING


async def run_all(folder: Path, service: Served) -> list[Check]:
    """Do one after the other."""
    async with TargetingClient("demo-token", base_url=service.address) as client:
        job = await run_job(client)
        retriggered = await retrigger(client, Journal(folder / "retrigger.sqlite"), service)
        return [job, *retriggered, await export_recipients(client, folder / "recipients.parquet")]


def run_jobs() -> list[Check]:
    """Do all of it against a service of its own; return what was found and what was expected."""
    console.print(f"\nRunning a campaign of which {FAILED} automations have failed.")
    with TemporaryDirectory() as folder, served() as service:
        service.control(failed=FAILED)
        return asyncio.run(run_all(Path(folder), service))
