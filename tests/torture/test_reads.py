"""Reads succeed with a service that fails often, and each gets its own response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from torture.figures_calls import READS, TRANSPORTS, Transport, ask, at_once
from torture.figures_faults import PASSING, FaultyWires, Ledger
from torture.figures_wires import Wires

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError

TIMEOUT = (5.0, 1.0)
RETRY = RetryPolicy(backoff=0.001)
ENOUGH = 0.97  # with three tries and 30 % faults all three fail for 2.7 % of the calls


@pytest.mark.thorough
@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_reads_get_through(full: bool, figure: Callable[[str], None], transport: Transport) -> None:
    """At 30 % faults and three attempts, reads succeed, get their own body, or fail with an error of ours."""
    ends: Counter[str] = Counter()
    ledger = Ledger(seed=17)

    async def read(number: int) -> None:
        try:
            own = await ask(client, READS[number % len(READS)], f"read-{number}")
            ends["succeeded" if own else "swapped"] += 1
        except TargetingError as error:
            ends[type(error).__name__] += 1

    count = 20_000 if full else 300
    async with (
        Wires(FaultyWires(ledger, PASSING).answer) as wires,
        TargetingClient("t", base_url=wires.address, timeout=TIMEOUT, retry=RETRY, transport=transport) as client,
    ):
        await at_once(50, count, read)
    share, tries = ends["succeeded"] / count, ledger.tries.total()
    failed = ", ".join(f"{name} {n}" for name, n in ends.most_common() if name not in ("succeeded", "swapped"))
    figure(
        f"reads ({transport}): {count} calls, {tries} requests, {share:.2%} succeeded, {ends['swapped']} swapped;"
        f" {failed}"
    )
    assert 0 == ends["swapped"]
    assert count == ends.total()
    assert share >= ENOUGH
