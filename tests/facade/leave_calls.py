"""A program that ends while calls are under way, on an event loop that nobody has cleaned up.

With an argument, the client has a rate limit.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import httpx

from epilot_targeting import RateLimit, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


async def hang(_: httpx.Request) -> httpx.Response:
    """Never respond."""
    await asyncio.Event().wait()
    raise AssertionError


async def begin() -> None:
    """Begin two calls, of which the second waits for the limit if there is one."""
    for _ in range(2):
        call = asyncio.ensure_future(client.change_campaign_status(CID))
        call._log_destroy_pending = False  # type: ignore[attr-defined]  # asyncio's own line
        calls.append(call)
    await asyncio.sleep(0.01)


calls: list[asyncio.Future[Any]] = []
limit = RateLimit(requests=1, seconds=60) if sys.argv[1:] else None
client = TargetingClient("t", http_client=httpx.AsyncClient(transport=httpx.MockTransport(hang)), rate_limit=limit)
loop = asyncio.new_event_loop()
loop.run_until_complete(begin())
loop.close()
