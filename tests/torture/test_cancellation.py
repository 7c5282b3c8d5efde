"""Cancellation at every await and at random: no permit, no task and no connection is lost."""

from __future__ import annotations

import asyncio
import gc
import random
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Literal

import httpx
import httpx2
import pytest
from torture.figures_calls import CALLS, READS, ask, at_once, at_rest
from torture.figures_steps import Calm, cancel_after, cancel_everywhere, no_complaints
from torture.figures_wires import Wires

from epilot_targeting import TargetingClient

EVERY = list(CALLS.values())
FEW = [CALLS[name] for name in ("get_recipients", "change_campaign_status", "update_recipient")]  # one of each class
AT_ONCE = 50


async def at_once_ready() -> None:
    """Nothing needs to be prepared."""


def own(_: int) -> None:
    """The client makes its own connections."""
    return


def of_httpx(permits: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(limits=httpx.Limits(max_connections=permits))


def of_httpx2(permits: int) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(limits=httpx2.Limits(max_connections=permits))


def by_aiohttp(_: int) -> None:
    """The client makes its own connections, by the other library."""
    return


KINDS: list[Callable[[int], Any]] = [own, by_aiohttp, of_httpx, of_httpx2]


async def client_of(kind: Callable[[int], Any], permits: int, stack: AsyncExitStack) -> tuple[Wires, TargetingClient]:
    """Return a client with this number of permits, and a server for it."""
    wires = await stack.enter_async_context(Wires())
    http = kind(permits)
    if http is not None:
        await stack.enter_async_context(http)
    transport: Literal["aiohttp", "httpx"] = "aiohttp" if kind is by_aiohttp else "httpx"
    client = TargetingClient(
        "t", base_url=wires.address, max_concurrency=permits, http_client=http, transport=transport
    )
    return wires, await stack.enter_async_context(client)


@pytest.mark.parametrize("times", [1, 2, 30], ids=["once", "twice", "often"])
@pytest.mark.parametrize("kind", KINDS)
async def test_cancellation_at_every_await(
    full: bool, figure: Callable[[str], None], kind: Callable[[int], Any], times: int
) -> None:
    """A call that is cancelled at any await, and again at those that follow, loses no permit."""
    points: Counter[str] = Counter()
    async with no_complaints(), AsyncExitStack() as stack:
        wires, client = await client_of(kind, 1, stack)
        calm = Calm(client)
        for call in EVERY if full or kind is own else FEW:
            # On a connection that is open already, and on one that must be opened first.
            points[call.name] += await cancel_everywhere(call, times, calm, at_once_ready)
            points[call.name] += await cancel_everywhere(call, times, calm, wires.hang_up)
        gc.collect()
        left = await calm.left()
        figure(
            f"cancelled {times}x at every await ({kind.__name__}): {points.total()} points of {len(points)} operations,"
            f" {calm.lost} permits lost, {len(left)} tasks left, {wires.connections} connections"
        )
        assert (0, set()) == (calm.lost, left)


@pytest.mark.parametrize("kind", KINDS)
async def test_random_cancellations(full: bool, figure: Callable[[str], None], kind: Callable[[int], Any]) -> None:
    """Many calls that wait for each other and are cancelled at random lose no permit."""
    count = 10_000 if full else 300 if kind is own else 150
    ends: Counter[str] = Counter()
    dice = random.Random(5)  # noqa: S311 (no secret)

    async def one(number: int) -> None:
        turns = [int(dice.expovariate(1 / 25)), dice.randrange(10)][: dice.randint(1, 2)]
        call = EVERY[number % len(EVERY)]
        ended = await cancel_after(turns, lambda: ask(client, call, f"random-{number}"))
        ends["cancelled" if ended is None else "succeeded" if ended else "swapped"] += 1

    async with no_complaints(), AsyncExitStack() as stack:
        wires, client = await client_of(kind, 10, stack)
        calm = Calm(client)
        await at_once(AT_ONCE, count, one)
        lost = await at_rest(client)
        after = await asyncio.gather(*(ask(client, READS[0], f"after-{n}") for n in range(AT_ONCE)))
        gc.collect()
        left = await calm.left()
        figure(
            f"cancelled at random ({kind.__name__}): {count} calls, {ends['cancelled']} cancelled, {ends['swapped']}"
            f" swapped, {lost} permits lost, {len(left)} tasks left, {wires.most_open} connections at the most"
        )
        assert ([True] * AT_ONCE, 0, 0, set()) == (after, ends["swapped"], lost, left)
        assert 0 < ends["cancelled"] < count
