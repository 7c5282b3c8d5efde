"""What many calls at once take."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Awaitable, Callable
from urllib.request import urlopen

from benchmarks import data, sides
from benchmarks.ground import Ground
from benchmarks.measure import Clock, Cost, in_turn
from benchmarks.processes import TESTS, run, served
from benchmarks.results import Row

CALLS, AT_ONCE = 4000, 100
FEWER = {sides.HTTPX: 1000, sides.TUNED: 200, sides.HTTPX2: 1000}
"""Calls of the slow sides, which would take minutes: under load one call costs what the next one does."""
RAMP = 300  # calls before the clock starts, in which the connections are opened
TASKS, LIMIT = 10_000, 100
HELD = 0.1  # seconds before a response, so that few have come when the memory is counted
CROWD = "from benchmarks.children import crowd; crowd({name!r}, {url!r}, {tasks})"


async def loaded(side: sides.Side, calls: int) -> Cost:
    """Return the cost of a call while all tasks are calling."""
    done, clock = 0, Clock()

    async def several() -> None:
        nonlocal done, clock
        while done < RAMP + calls:
            await side.match()
            done += 1
            if done == RAMP:
                clock = Clock()
            elif done == RAMP + calls:
                costs.append(clock.read().each(calls))

    costs: list[Cost] = []
    await asyncio.gather(*(several() for _ in range(AT_ONCE)))
    return costs[0]


def _fresh(name: str, url: str, calls: int) -> Callable[[], Awaitable[Cost]]:
    # A client of its own for each round: with idle connections left from a burst before, one of httpx takes more than
    # twice as long for the next, and which of the two a round measures would be chance.
    async def measure() -> Cost:
        gc.collect()
        async with sides.opened([name], url) as found:
            return await loaded(found.sides[name], calls)

    return measure


async def _row(delay: float, least: float, ground: Ground) -> Row:
    names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX, sides.TUNED, sides.HTTPX2, sides.AIOHTTP)
    with served(delay=delay) as url:
        async with sides.opened(names, url) as found:
            missing = found.missing
        works = {
            name: _fresh(name, url, ground.sized(FEWER.get(name, CALLS), AT_ONCE))
            for name in names
            if name not in missing
        }
        costs = await in_turn(works, min(3, ground.rounds))  # a round takes many calls, and so varies little
    title = f"{AT_ONCE} at once, answered after {delay * 1e3:.0f} ms"
    row = Row("crowd", title, costs, by="wall", missing=missing)
    row.expect_throughput(sides.OURS, sides.HTTPX, least)
    row.expect_throughput(sides.FAST, sides.AIOHTTP, 0.65)
    if delay:  # the ideal is about three times httpx here, so that is no goal
        for name in (sides.OURS, sides.OURS2, sides.FAST):
            row.expect_of_ideal(name, delay / AT_ONCE, 0.93)
    else:
        row.expect_throughput(sides.FAST, sides.HTTPX, 5)
    return row


async def crowd(ground: Ground) -> list[Row]:
    """Measure calls from 100 tasks, of a service that takes its time and of one that does not."""
    return [await _row(0.05, 2, ground), await _row(0.0, 3, ground)]


def _waiting(name: str, number: int, ground: Ground) -> dict[str, float]:
    with served(delay=HELD) as url:
        told = json.loads(run(CROWD.format(name=name, url=url, tasks=number), TESTS, ground.vanilla).output)
        with urlopen(url + data.PEAK_PATH) as response:
            sockets = int(response.read())
    return {
        "KiB a task": told["used"] / told["waiting"] / 1024,
        "sockets": sockets,
        "left undone": number - told["done"],
    }


async def tasks(ground: Ground) -> list[Row]:
    """Count what 10,000 calls that begin at once take of memory and sockets."""
    number = ground.sized(TASKS)
    row = Row("tasks", f"{number:,} tasks at once")
    for name in (sides.OURS, sides.OURS2, sides.FAST, sides.AIOHTTP):
        try:
            row.figures[name] = _waiting(name, number, ground)
        except RuntimeError as error:
            if name not in sides.OPTIONAL:
                raise
            row.missing[name] = str(error)
    row.expect_figure(sides.OURS, "KiB a task", 20)
    row.expect_figure(sides.OURS, "sockets", LIMIT)
    row.expect_figure(sides.OURS, "left undone", 0)
    return [row]
