"""What walking through many recipients costs: CPU, memory, and time while somebody works on them."""

from __future__ import annotations

import asyncio
import json

from benchmarks import data, sides
from benchmarks.ground import Ground
from benchmarks.measure import Cost, Work, timed_in_turn
from benchmarks.parallel_walk import parallel
from benchmarks.processes import TESTS, run, served
from benchmarks.results import Row

WALKED, MANY, MOST = 50_000, 100_000, 1_000_000
STEP, PAGES = 0.02, 30
IDEAL = "ideal"
WALK_MEMORY = "from benchmarks.children import walk_memory; walk_memory({name!r}, {url!r}, {recipients})"
MIB = 2**20


def _walk(side: sides.Side, recipients: int) -> Work:
    async def work() -> int:
        if await side.walk() != recipients:
            raise RuntimeError("recipients are missing")
        return 1

    return work


async def walk(ground: Ground) -> list[Row]:
    """Measure a walk through all recipients of a campaign."""
    recipients = ground.sized(WALKED, data.PAGE_SIZE)
    names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX, sides.VANILLA, sides.AIOHTTP)
    with served(recipients=recipients) as url:
        async with sides.opened(names, url) as found:
            works = {name: _walk(side, recipients) for name, side in found.sides.items()}
            costs = await timed_in_turn(works, ground.rounds)
    row = Row("walk", f"walk through {recipients:,} recipients", costs, missing=found.missing)
    row.expect(sides.OURS, sides.HTTPX, 0.60)
    row.expect(sides.OURS, sides.VANILLA, 0.70)
    return [row, await parallel(ground)]


def _peak(name: str, recipients: int, ground: Ground) -> float:
    with served(recipients=recipients) as url:
        statement = WALK_MEMORY.format(name=name, url=url, recipients=recipients)
        return float(json.loads(run(statement, TESTS, ground.vanilla).output)["peak"]) / MIB


async def memory(ground: Ground) -> list[Row]:
    """Measure the most memory that a walk takes."""
    many, most = (ground.sized(full, data.PAGE_SIZE) for full in (MANY, MOST))
    row = Row("memory", f"memory of a walk through {many:,} and {most:,} recipients")
    for name in (sides.OURS, sides.HTTPX, sides.VANILLA):
        row.figures[name] = {"MiB at the most": _peak(name, many, ground)}
    figures = row.figures[sides.OURS]
    figures["MiB in the longer"] = _peak(sides.OURS, most, ground)
    figures["longer ÷ shorter"] = figures["MiB in the longer"] / figures["MiB at the most"]
    row.expect_figure(sides.OURS, "MiB at the most", 5)
    row.expect_figure(sides.OURS, "MiB in the longer", 6)  # the cursors of all pages are remembered
    return [row]


def _worked_on(side: sides.Side) -> Work:
    async def work() -> int:
        async for _ in side.pages():
            await asyncio.sleep(STEP)
        return 1

    return work


async def overlap(ground: Ground) -> list[Row]:
    """Measure how long a walk takes where service and consumer need the same time for a page."""
    names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX, sides.VANILLA)
    with served(delay=STEP, recipients=PAGES * data.PAGE_SIZE) as url:
        async with sides.opened(names, url) as found:
            works = {name: _worked_on(side) for name, side in found.sides.items()}
            costs = await timed_in_turn(works, min(ground.rounds, 3))  # a round is mostly waiting, and varies little
    costs[IDEAL] = [Cost(0, (PAGES + 1) * STEP)]
    title = f"{PAGES} pages, {STEP * 1e3:.0f} ms each for service and consumer"
    row = Row("overlap", title, costs, by="wall", missing=found.missing)
    row.expect(sides.OURS, IDEAL, 1.15)
    return [row]
