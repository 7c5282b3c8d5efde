"""What the journal of a bulk run costs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.results import Row
from bulk.served import payload

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, create_recipients
from epilot_targeting.bulk._ledger import Ledger
from epilot_targeting.testing import EXAMPLE_ID

ITEMS = 5000
LATENCY = 0.005  # seconds of a response; with 12 calls at once
WITH, TEMPORARY, WITHOUT = "with a journal", "with a temporary file", "without notes"
SHARE = 0.15  # the most of a run's CPU that its journal may take


class Answers(httpx.AsyncBaseTransport):
    """Answers each request with its body."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        await asyncio.sleep(LATENCY)
        return httpx.Response(201, headers={"content-type": "application/json"}, content=await request.aread())


class NoNotes:
    """Notes nothing, in place of the methods of a ledger."""

    async def nothing(self, *_: Any) -> dict[str, Any]:
        """Do nothing."""
        return {}

    def finish(self, _: Any, noted: Any) -> None:
        """Take an outcome as noted."""
        noted(None)


WRITES = ("open", "begin", "finish", "flush", "close")
USUAL = {name: vars(Ledger)[name] for name in WRITES}
NOTHING = {name: vars(NoNotes).get(name, NoNotes.nothing) for name in WRITES}


def _run(items: int, methods: dict[str, Any], folder: Path | None = None) -> Work:
    number = 0

    async def work() -> int:
        nonlocal number
        number += 1
        for name, method in methods.items():
            setattr(Ledger, name, method)
        journal = None if folder is None else Journal(folder / f"{number}.sqlite")
        async with httpx.AsyncClient(transport=Answers()) as http:
            client = TargetingClient("t", http_client=http)
            await create_recipients(client, EXAMPLE_ID, map(payload, range(items)), journal=journal)
        return items

    return work


async def bulk(ground: Ground) -> list[Row]:
    """Measure a bulk run with and without a journal, over responses from memory."""
    items = ground.sized(ITEMS)
    with TemporaryDirectory() as folder:
        works = {
            WITH: _run(items, USUAL, Path(folder)),
            TEMPORARY: _run(items, USUAL),
            WITHOUT: _run(items, NOTHING),
        }
        costs = await timed_in_turn(works, ground.rounds)
    row = Row("bulk", f"one of {items:,} items of a bulk run", costs, (1e-6, "µs"))
    row.expect(WITH, WITHOUT, 1 / (1 - SHARE))
    return [row]
