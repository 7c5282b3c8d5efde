"""A nightly job: create recipients from a CSV file, and export the campaign to Parquet.

Run it: `python nightly_bulk.py CAMPAIGN_ID recipients.csv out/`. After a crash, run it
again: it continues. It needs the extra `data`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from epilot_targeting import RateLimit, TargetingClient
from epilot_targeting.bulk import (
    BulkInterrupted,
    BulkProgress,
    Journal,
    create_recipients,
)
from epilot_targeting.export import payloads_from_csv, write_parquet
from epilot_targeting.models import CreateAutomationRecipientPayload


def main(arguments: list[str] | None = None) -> int:
    """Run the job, and return 0 if every row has become a recipient."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaign_id")
    parser.add_argument("rows", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    return asyncio.run(run(options.campaign_id, options.rows, options.folder))


async def run(campaign_id: str, rows: Path, folder: Path) -> int:
    """Create the recipients, list the rows that failed, and write the table."""
    failures = 0
    async with TargetingClient(
        lambda: os.environ["EPILOT_TOKEN"],
        base_url=os.environ.get("TARGETING_URL"),
        rate_limit=RateLimit(requests=500, seconds=60),
    ) as client:
        payloads = payloads_from_csv(rows, CreateAutomationRecipientPayload)
        journal = Journal(folder / "journal.sqlite")
        try:
            async with create_recipients(
                client, campaign_id, payloads, journal=journal, progress=show
            ) as results:
                async for result in results:
                    if result.status in ("rejected", "unknown"):
                        failures += 1
                        print(result.key, result.status, result.error)
        except BulkInterrupted as error:
            print(f"interrupted: {error}; run the job again to continue", file=sys.stderr)
            return 2
        written = await write_parquet(
            client.iter_recipients(campaign_id, limit=1000), folder / "recipients.parquet"
        )
    print(f"{dict(results.counts)}, {written} rows in {folder / 'recipients.parquet'}")
    return 1 if failures else 0


def show(progress: BulkProgress) -> None:
    """Print one line for each report, for the log of the job."""
    print(f"{progress.completed} done, {progress.text()}")


if __name__ == "__main__":
    raise SystemExit(main())
