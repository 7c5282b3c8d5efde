"""Retriggering through faults: no automation is started twice, and each result is what the service did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bulk.served import payload, served

from epilot_targeting import RetryPolicy, TargetingClient
from epilot_targeting.bulk import BulkInterrupted, Journal, retrigger_failed
from epilot_targeting.testing import EXAMPLE_ID

RETRY = RetryPolicy(backoff=0.01, max_backoff=0.2)
"""The pauses are scaled down."""


async def test_each_automation_is_started_at_most_once(
    full: bool, figure: Callable[[str], None], tmp_path: Path
) -> None:
    """With 5 % of connections dropped and 5 % of answers 5xx, what is done was started, and what is unknown was not."""
    count = 5_000 if full else 150
    statuses: dict[str, str] = {}
    runs, is_complete = 0, False
    with served(drops=0.05, errors=0.05, quota=100, window=1) as service:
        await service.ask(failed=count)
        async with TargetingClient("t", base_url=service.address, retry=RETRY) as client:
            while not is_complete:
                runs += 1
                work = retrigger_failed(
                    client, EXAMPLE_ID, batch=20, journal=Journal(tmp_path / "run.sqlite"), settle_after=0.2
                )
                try:
                    async for result in work:
                        assert statuses.get(result.key, "unknown") == "unknown", "a decided recipient came again"
                        statuses[result.key] = result.status
                    is_complete = True
                except BulkInterrupted:
                    continue  # three batches in a row of unknown outcome
        state = await service.ask("/_ledger")
    done = {key for key, status in statuses.items() if status == "done"}
    unknown = {key for key, status in statuses.items() if status == "unknown"}
    assert {payload(number)["entity_id"] for number in range(count)} == done | unknown
    assert (done, []) == (set(state["keys"]), state["twice"])
    figure(f"{count} retriggered in {runs} runs: 0 lost, 0 doubled, 0 misreported, {len(unknown)} unknown")
