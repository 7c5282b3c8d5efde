"""The outcome that an error of a write states agrees with the ledger of the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import httpx
import pytest
from torture.figures_calls import TRANSPORTS, WRITES, Transport, ask, at_once
from torture.figures_faults import PASSING, REFUSALS, FaultyTransport, FaultyWires, Ledger
from torture.figures_wires import Wires

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError

Said = dict[str, bool | str | None]
TIMEOUT = (5.0, 1.0)
RETRY = RetryPolicy(backoff=0.001)
KINDS = {"confirmed": "confirmed", False: "rejected", None: "unknown", True: "carried out"}


async def write(client: TargetingClient, number: int, said: Said) -> None:
    """Make one write, and note what is said of it."""
    nonce = f"write-{number}"
    try:
        said[nonce] = "confirmed" if await ask(client, WRITES[number % len(WRITES)], nonce) else "another's"
    except TargetingError as error:
        said[nonce] = error.applied


def verdict(said: Said, ledger: Ledger) -> tuple[int, int, int]:
    """Count what was lost, doubled and misreported."""
    lost = sum(what in ("confirmed", True) and not ledger.done[nonce] for nonce, what in said.items())
    doubled = sum(ledger.done[nonce] > 1 for nonce in said)
    misreported = sum(what is False and ledger.done[nonce] > 0 for nonce, what in said.items())
    return lost, doubled, misreported


def figures(said: Said, ledger: Ledger) -> str:
    """Return what was measured."""
    lost, doubled, misreported = verdict(said, ledger)
    kinds = Counter(KINDS.get(what, str(what)) for what in said.values())
    ends = ", ".join(f"{name} {count}" for name, count in sorted(kinds.items()))
    return f"{len(said)} writes, {lost} lost, {doubled} doubled, {misreported} misreported, {ends}"


@pytest.mark.thorough
@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_the_ledger_over_sockets(full: bool, figure: Callable[[str], None], transport: Transport) -> None:
    """Over faulty connections, `applied` agrees with what the service did."""
    said: Said = {}
    ledger = Ledger(seed=1)
    faulty = FaultyWires(ledger, [*PASSING, *REFUSALS])
    async with (
        Wires(faulty.answer, faulty.join) as wires,
        TargetingClient("t", base_url=wires.address, timeout=TIMEOUT, retry=RETRY, transport=transport) as client,
    ):
        await at_once(50, 10_000 if full else 400, lambda number: write(client, number, said))
    figure(f"ledger over sockets ({transport}): {figures(said, ledger)}")
    assert (0, 0, 0) == verdict(said, ledger)
    assert {"confirmed", False, None, True} == set(said.values())


async def test_the_ledger_in_memory(full: bool, figure: Callable[[str], None]) -> None:
    """For each error of the HTTP library, `applied` agrees with what the service did."""
    said: Said = {}
    ledger = Ledger(seed=2)
    async with httpx.AsyncClient(transport=FaultyTransport(ledger)) as http:
        client = TargetingClient("t", http_client=http, retry=RETRY)
        await at_once(50, 10_000 if full else 400, lambda number: write(client, number, said))
    figure(f"ledger in memory: {figures(said, ledger)}")
    assert (0, 0, 0) == verdict(said, ledger)
    assert {"confirmed", False, None, True} == set(said.values())
