"""What writing many recipients to a Parquet file costs: time and memory."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import data, sides
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.processes import TESTS, run, served
from benchmarks.results import Row

FEW, MANY, MOST = 100_000, 300_000, 200_000
ROUNDS = 3  # at most: a side takes seconds
EXPORT_MEMORY = "from benchmarks.children import export_memory; export_memory({name!r}, {url!r}, {recipients})"
MIB = 2**20


def _export(side: Any, path: Path, recipients: int) -> Work:
    async def work() -> int:
        if await side.export(str(path)) != recipients:
            raise RuntimeError("recipients are missing")
        return 1

    return work


async def export(ground: Ground) -> list[Row]:
    """Measure an export of many recipients beside a loop that collects dicts for `Table.from_pylist`."""
    recipients = ground.sized(MOST, data.PAGE_SIZE)
    names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX)
    with served(recipients=recipients) as url, TemporaryDirectory() as folder:
        async with sides.opened(names, url) as found:
            works = {name: _export(side, Path(folder, name), recipients) for name, side in found.sides.items()}
            costs = await timed_in_turn(works, min(ROUNDS, ground.rounds))
    title = f"export {recipients:,} recipients to Parquet"
    row = Row("export", title, costs, (1.0, "s"), by="wall", missing=found.missing)
    row.expect(sides.OURS, sides.HTTPX, 0.7)
    return [row]


def _peak(name: str, recipients: int, ground: Ground) -> tuple[float, float]:
    with served(recipients=recipients) as url:
        statement = EXPORT_MEMORY.format(name=name, url=url, recipients=recipients)
        found = json.loads(run(statement, TESTS, ground.vanilla).output)
    return found["python"] / MIB, found["arrow"] / MIB


async def memory(ground: Ground) -> list[Row]:
    """Measure the most memory that an export takes, of Python and of pyarrow."""
    few, many = (ground.sized(full, data.PAGE_SIZE) for full in (FEW, MANY))
    row = Row("export-memory", f"memory of an export of {few:,} and {many:,} recipients")
    for name in (sides.OURS, sides.HTTPX):
        python, arrow = _peak(name, few, ground)
        row.figures[name] = {"MiB of Python": python, "MiB of pyarrow": arrow}
    figures = row.figures[sides.OURS]
    python, arrow = _peak(sides.OURS, many, ground)
    figures["longer ÷ shorter"] = (python + arrow) / (figures["MiB of Python"] + figures["MiB of pyarrow"])
    row.expect_figure(sides.OURS, "longer ÷ shorter", 1.1)
    return [row]
