"""Bulk runs through faults, crashes and outages: every item is accounted for in the ledger of the service."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bulk.served import TESTS, Served, payload, served

from epilot_targeting import RetryPolicy, TargetingClient
from epilot_targeting.bulk import BulkRun, create_recipients, update_recipients
from epilot_targeting.testing import EXAMPLE_ID

CHILD, MEMORY = ((sys.executable, "-m", f"bulk.{name}") for name in ("child", "memory"))
FAULTS: dict[str, float] = {"drops": 0.05, "errors": 0.05, "delay": 0.002}
RETRY = RetryPolicy(backoff=0.01, max_backoff=0.2)
"""The pauses are scaled down."""


async def check(run: BulkRun[Any], service: Served, operation: str, count: int) -> str:
    """Run to the end, compare the results with the ledger, and return the figures."""
    await service.ask("/_reset")
    said: dict[str, str] = {}
    async with run:
        async for result in run:
            assert result.key not in said, "an item had two results"
            said[result.key] = result.status
    state = await service.ask("/_ledger")
    carried_out = set(state["keys"])
    lost = sum(status == "done" and key not in carried_out for key, status in said.items())
    misreported = sum(status != "done" and key in carried_out for key, status in said.items())
    doubled = len(state["twice"])
    assert (count, {operation: count}) == (len(said), state["distinct"])
    assert {"done": count, "exists": 0, "rejected": 0, "unknown": 0, "skipped": 0} == run.counts
    assert (0, 0, 0) == (lost, doubled, misreported)
    seen = state["seen"]
    return (
        f"{count} of {operation}: {lost} lost, {doubled} doubled, {misreported} misreported, 0 unknown; "
        f"{seen['requests']} requests, {seen.get('limited', 0)} limited, {run.rate:.0f}/s"
    )


@pytest.mark.thorough
async def test_each_item_is_accounted_for(full: bool, figure: Callable[[str], None]) -> None:
    """Under a quota, with 5 % of connections dropped and 5 % of answers 5xx, each item is written once."""
    count = 100_000 if full else 600
    with served(**FAULTS, quota=count // 20 if full else 400, window=4 if full else 1) as service:
        async with TargetingClient("t", base_url=service.address, retry=RETRY) as client:
            creates = create_recipients(client, EXAMPLE_ID, map(payload, range(count)), settle_after=0.5)
            figure(await check(creates, service, "create_recipient", count))
            changes: Any = ((payload(number)["entity_id"], {"automation_status": "failed"}) for number in range(count))
            updates = update_recipients(client, EXAMPLE_ID, changes, settle_after=0.5)
            figure(await check(updates, service, "update_recipient", count))


@pytest.mark.thorough
def test_kills_lose_and_double_nothing(full: bool, figure: Callable[[str], None], tmp_path: Path) -> None:
    """After `kill -9` at any moment the same run continues: each item is written once, and none is sent that exists."""
    count, kills, runs = 2_000 if full else 300, 200 if full else 3, 0
    chance = random.Random(3)  # noqa: S311
    with served(delay=0.002, drops=0.01) as service:
        killed = 0
        while killed < kills:
            journal = tmp_path / f"{runs}.sqlite"
            command = [*CHILD, service.address, str(journal), str(runs * count), str(count)]
            runs += 1
            while True:
                after = chance.random() * (2.0 if full else 0.2) if killed < kills else None
                counts = run_and_kill(command, after)
                if counts is not None:
                    break
                killed += 1
            assert (0, 0, 0) == (counts["rejected"], counts["unknown"], counts["exists"])
            assert count == counts["done"] + counts["skipped"]
        state = service.control()
    assert (runs * count, []) == (state["seen"]["create_recipient"], state["twice"])
    assert "create_recipient refused" not in state["seen"]
    figure(f"{killed} kills in {runs} runs of {count}: 0 lost, 0 doubled, 0 sent for what is there")


def run_and_kill(command: list[str], after: float | None) -> dict[str, int] | None:
    """Run a child, kill it some seconds after its start, and return its counts, or None if it was killed."""
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "started\n"
        try:
            out, _ = child.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            child.kill()
            return None
        assert child.returncode == 0
        counts: dict[str, int] = json.loads(out)
        return counts


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="the unit of peak memory is that of Linux")
def test_memory_does_not_depend_on_the_length(full: bool, figure: Callable[[str], None]) -> None:
    """A run of ten times as many items has the same peak memory."""
    sizes = (100_000, 1_000_000) if full else (2_000, 8_000)
    first, second = (
        int(subprocess.run([*MEMORY, str(size)], cwd=TESTS, stdout=subprocess.PIPE, check=True).stdout)
        for size in sizes
    )
    figure(f"peak memory above the import: {first} KiB for {sizes[0]} items, {second} KiB for {sizes[1]}")
    assert max(first, second) < 40 * 1024
    assert second < 1.1 * first + 1024  # of the smallest figures the allocator rounds more than a tenth


async def test_an_outage_costs_few_requests(full: bool, figure: Callable[[str], None]) -> None:
    """While the service is down, the run probes it; when it is up again, the run ends well."""
    count, seconds = 2_000 if full else 200, 6.0 if full else 0.6
    retry = RetryPolicy(backoff=seconds / 120, max_backoff=seconds / 7.5)  # 0.5 s and 8 s of a minute
    # In 0.6 s a busy machine adds probes. With its default the run is counted on a fake clock, in tests/bulk.
    concurrency = None if full else 8
    with served(delay=0.002) as service:
        async with TargetingClient("t", base_url=service.address, retry=retry) as client:
            payloads = map(payload, range(count))
            run = create_recipients(client, EXAMPLE_ID, payloads, concurrency=concurrency, settle_after=0.2)
            async with run:
                left = count // 4
                async for _ in run:
                    left -= 1
                    if left == 0:
                        await service.ask(down_for=seconds)
        state = await service.ask()
    assert {"done": count, "exists": 0, "rejected": 0, "unknown": 0, "skipped": 0} == run.counts
    assert state["seen"]["while down"] <= 30
    figure(f"an outage of 60 s, scaled to {seconds} s: {state['seen']['while down']} requests during it")
