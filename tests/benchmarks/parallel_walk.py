"""How much faster pages by offset, several at once, are than one page after the other, where each takes 50 ms.

The service is in this process: what is measured is how the times of the pages overlap.
"""

from __future__ import annotations

import asyncio
from uuid import UUID

import httpx
from benchmarks import data
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.results import Row

from epilot_targeting import TargetingClient

COUNT = 10_000
LATENCY = 0.05  # seconds a page
AHEAD = 8
ONE, SEVERAL = "ours", f"ours, {AHEAD} pages ahead"


class Service(httpx.AsyncBaseTransport):
    """Returns pages by offset or by cursor."""

    def __init__(self, recipients: int) -> None:
        self._records = [
            {"entity_id": str(UUID(int=number)), "entity_schema": "contact"} for number in range(recipients)
        ]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return a page after the time that a page takes."""
        await asyncio.sleep(LATENCY)
        query = request.url.params
        start, limit = int(query.get("from") or query.get("next") or 0), int(query["limit"])
        count = len(self._records)
        following = str(start + limit) if start + limit < count else None
        return httpx.Response(
            200, json={"results": self._records[start : start + limit], "next": following, "total": count}
        )


def _walk(client: TargetingClient, ahead: int, recipients: int) -> Work:
    async def work() -> int:
        if len(await client.iter_recipients(data.CAMPAIGN, limit=data.PAGE_SIZE, ahead=ahead).collect()) != recipients:
            raise RuntimeError("recipients are missing")
        return 1

    return work


async def parallel(ground: Ground) -> Row:
    """Measure a walk with one page at a time, and with several."""
    recipients = ground.sized(COUNT, data.PAGE_SIZE)
    async with httpx.AsyncClient(transport=Service(recipients)) as http:
        client = TargetingClient(data.TOKEN, http_client=http)
        works = {ONE: _walk(client, 1, recipients), SEVERAL: _walk(client, AHEAD, recipients)}
        costs = await timed_in_turn(works, min(ground.rounds, 3))  # a round takes seconds, and differs little
    row = Row("walk", f"walk through {recipients:,} recipients, {LATENCY * 1e3:.0f} ms a page", costs, by="wall")
    row.expect_throughput(SEVERAL, ONE, 4)
    return row
