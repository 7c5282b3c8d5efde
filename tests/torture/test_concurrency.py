"""Concurrency on one client: tasks, threads, successive event loops, and processes."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from itertools import chain

import pytest
from torture import figures_fork
from torture.figures_calls import CALLS, ENVIRONMENT, READS, TRANSPORTS, Transport, ask
from torture.figures_wires import Asked, Wire, Wires, agree

from epilot_targeting import TargetingClient

EVERY = list(CALLS.values())
SLOTS = 100
THREADS = 8
PATIENT = 600.0  # seconds: queueing counts


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_crowd_on_one_client(full: bool, figure: Callable[[str], None], transport: Transport) -> None:
    """Thousands of tasks on one client all succeed, over no more connections than permits."""
    count = 10_000 if full else 2_000
    async with Wires() as wires:
        async with TargetingClient("t", base_url=wires.address, deadline=PATIENT, transport=transport) as client:
            calls = (ask(client, EVERY[n % len(EVERY)], f"crowd-{n}") for n in range(count))
            own = await asyncio.gather(*calls)
            assert 0 == client._open_state().pool().busy
        figure(f"crowd ({transport}): {count} tasks, {sum(own)} succeeded, {wires.most_open} connections at the most")
        assert [True] * count == own
        assert wires.most_open <= SLOTS


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_threads_with_a_loop_each(full: bool, figure: Callable[[str], None], transport: Transport) -> None:
    """One client serves several threads with a loop each, and each gets its own responses."""
    each = 200 if full else 50

    async def work(thread: int) -> list[bool]:
        async def some(first: int) -> list[bool]:
            return [await ask(client, EVERY[n % len(EVERY)], f"thread-{thread}-{n}") for n in range(first, each, 5)]

        return [*chain(*await asyncio.gather(*(some(first) for first in range(5))))]

    async with Wires() as wires:
        client = TargetingClient("t", base_url=wires.address, transport=transport)
        threads = (asyncio.to_thread(asyncio.run, work(thread)) for thread in range(THREADS))
        own = [*chain(*await asyncio.gather(*threads))]
        await wires.until_all_left()
    figure(
        f"threads ({transport}): {THREADS} loops, {len(own)} calls, {sum(own)} succeeded,"
        f" {wires.connections} connections"
    )
    assert [True] * (THREADS * each) == own


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_one_loop_after_the_other(figure: Callable[[str], None], transport: Transport) -> None:
    """Each of a hundred `asyncio.run()` has its own connections, which end with it."""
    async with Wires() as wires:
        client = TargetingClient("t", base_url=wires.address, transport=transport)

        async def work(run: int) -> bool:
            return all([await ask(client, call, f"run-{run}-{call.name}") for call in READS[:2]])

        own = [await asyncio.to_thread(asyncio.run, work(run)) for run in range(100)]
        await wires.until_all_left()
    figure(f"loops ({transport}): {len(own)} after each other, {sum(own)} succeeded, {wires.connections} connections")
    assert [True] * 100 == own
    assert (100, 1) == (wires.connections, wires.most_open)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("way", [figures_fork.NEW, figures_fork.INSIDE, figures_fork.SAME])
async def test_both_sides_of_a_fork(way: str, figure: Callable[[str], None], transport: Transport) -> None:
    """Parent and child go on after a fork: each call gets its response, at the first attempt."""
    connections: dict[str, set[int]] = {}

    def answer(asked: Asked, wire: Wire) -> None:
        connections.setdefault(asked.nonce.partition("-")[0], set()).add(asked.connection)
        agree(asked, wire)

    async with Wires(answer) as wires:
        command = [sys.executable, "-W", "error", figures_fork.__file__, wires.address, way, transport]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=ENVIRONMENT)
        output, _ = await process.communicate()
    own = {side: sum(found) for side, found in json.loads(output).items()}
    figure(f"fork, {way} ({transport}): {own} succeeded of {figures_fork.EACH} each, connections {connections}")
    assert {"parent": figures_fork.EACH, "child": figures_fork.EACH} == own
    assert set() == connections["child"] & (connections["parent"] | connections["before"])
