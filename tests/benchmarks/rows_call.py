"""What one call costs beside the network."""

from __future__ import annotations

import httpx
from benchmarks import sides
from benchmarks.generated_only import Vanilla
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.memory import Memory, no_network
from benchmarks.ours import Ours
from benchmarks.plain import Raw
from benchmarks.results import Row

NOWHERE = "http://127.0.0.1:1"  # where a request that was not answered from memory is refused
CALLS = 1000


def _calls(side: sides.Side, times: int) -> Work:
    async def work() -> int:
        for _ in range(times):
            await side.match()
        return times

    return work


async def _row(title: str, found: dict[str, sides.Side], most: float, ground: Ground) -> Row:
    works = {name: _calls(await sides.checked(side), ground.sized(CALLS)) for name, side in found.items()}
    row = Row("call", title, await timed_in_turn(works, ground.rounds), (1e-6, "µs"))
    for side in found.values():
        await side.aclose()
    row.expect(sides.OURS, sides.HTTPX, most)
    return row


async def calls(ground: Ground) -> list[Row]:
    """Measure calls over a caller's httpx client, and over the connections that each side opens itself."""
    found: dict[str, sides.Side]
    async with httpx.AsyncClient(transport=Memory()) as http:
        found = {
            sides.OURS: Ours(NOWHERE, http_client=http),
            sides.HTTPX: Raw(httpx.AsyncClient(transport=Memory()), NOWHERE),
            sides.VANILLA: Vanilla(NOWHERE, transport=Memory()),
        }
        given = await _row("one call from memory, over a given httpx client", found, 0.80, ground)
    async with no_network() as url:
        names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX, sides.HTTPX2, sides.AIOHTTP, sides.VANILLA)
        found = {name: sides.SIDES[name](url) for name in names}
        own = await _row("one call from memory, over own connections", found, 0.55, ground)
    return [given, own]
