"""Measure a walk of 20,000 recipients at 50 ms a page, with one and with eight pages ahead."""

from __future__ import annotations

import asyncio
import statistics
import time
from uuid import UUID

import httpx

from epilot_targeting import TargetingClient

CAMPAIGN = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
COUNT = 20_000
LATENCY = 0.05  # seconds a page
ROUNDS = 3
RECORDS = [{"entity_id": str(UUID(int=number)), "entity_schema": "contact"} for number in range(COUNT)]


async def respond(request: httpx.Request) -> httpx.Response:
    """Return a page by offset or by cursor."""
    await asyncio.sleep(LATENCY)
    query = request.url.params
    begin, limit = int(query.get("from") or query.get("next") or 0), int(query["limit"])
    following = str(begin + limit) if begin + limit < COUNT else None
    return httpx.Response(200, json={"results": RECORDS[begin : begin + limit], "next": following, "total": COUNT})


async def main() -> None:
    """Walk in turn with either setting, and print the medians and their ratio."""
    client = TargetingClient("t", http_client=httpx.AsyncClient(transport=httpx.MockTransport(respond)))
    seconds: dict[int, list[float]] = {1: [], 8: []}
    for _ in range(ROUNDS):
        for ahead, taken in seconds.items():
            started = time.perf_counter()
            assert COUNT == len(await client.iter_recipients(CAMPAIGN, limit=100, ahead=ahead).collect())
            taken.append(time.perf_counter() - started)
    one, eight = (statistics.median(taken) for taken in seconds.values())
    print(f"ahead=1: {one:.2f} s, ahead=8: {eight:.2f} s, ratio {one / eight:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
