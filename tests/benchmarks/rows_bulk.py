"""What the journal of a bulk run costs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.results import Row
from bulk.served import payload, served

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, create_recipients
from epilot_targeting.bulk._journal_writer import JournalWriter
from epilot_targeting.testing import EXAMPLE_ID

ITEMS = 2000
WITH, TEMPORARY, WITHOUT = "with a journal", "with a temporary file", "without notes"
SHARE = 0.15  # the most of a run's CPU that its journal may take


class NoNotes:
    """Notes nothing, in place of the methods of a ledger."""

    async def nothing(self, *_: Any) -> dict[str, Any]:
        """Do nothing."""
        return {}

    def finish(self, _: Any, noted: Any) -> None:
        """Take an outcome as noted."""
        noted(None)


WRITES = ("open", "begin", "finish", "flush", "close")
USUAL = {name: vars(JournalWriter)[name] for name in WRITES}
NOTHING = {name: vars(NoNotes).get(name, NoNotes.nothing) for name in WRITES}


def _run(url: str, numbers: Iterator[int], items: int, methods: dict[str, Any], folder: Path | None = None) -> Work:
    async def work() -> int:
        first = next(numbers)
        for name, method in methods.items():
            setattr(JournalWriter, name, method)
        journal = None if folder is None else Journal(folder / f"{first}.sqlite")
        payloads = map(payload, range(first * items, (first + 1) * items))
        async with TargetingClient("t", base_url=url) as client:
            await create_recipients(client, EXAMPLE_ID, payloads, journal=journal)
        return items

    return work


async def bulk(ground: Ground) -> list[Row]:
    """Measure a bulk run with and without a journal, over connections to a service in another process."""
    items, numbers = ground.sized(ITEMS), count()
    with TemporaryDirectory() as folder, served() as service:
        url = service.address
        works = {
            WITH: _run(url, numbers, items, USUAL, Path(folder)),
            TEMPORARY: _run(url, numbers, items, USUAL),
            WITHOUT: _run(url, numbers, items, NOTHING),
        }
        costs = await timed_in_turn(works, ground.rounds)
    row = Row("bulk", f"one of {items:,} items of a bulk run", costs, (1e-6, "µs"))
    row.expect(WITH, WITHOUT, 1 / (1 - SHARE))
    return [row]
