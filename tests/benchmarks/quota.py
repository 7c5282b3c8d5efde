"""Measure 2,000 writes at once under a quota of 500 a window, by the real clock: `python quota.py`."""

from __future__ import annotations

import asyncio
import math
import time

import httpx

from epilot_targeting import RateLimit, TargetingClient

QUOTA = 500
WINDOW = 10.0  # seconds; a minute, scaled
WRITES = 2000
LATENCY = 0.02  # seconds


class Service:
    """A service that counts writes in fixed windows, and answers 429 above the quota."""

    def __init__(self) -> None:
        self.requests = self.refused = 0
        self.counts: dict[int, int] = {}

    async def respond(self, _: httpx.Request) -> httpx.Response:
        """Count a write, or refuse it."""
        await asyncio.sleep(LATENCY)
        self.requests += 1
        now = time.monotonic()
        window = math.floor(now / WINDOW)
        if self.counts.get(window, 0) >= QUOTA:
            self.refused += 1
            return httpx.Response(429, headers={"retry-after": str(math.ceil((window + 1) * WINDOW - now))})
        self.counts[window] = self.counts.get(window, 0) + 1
        return httpx.Response(200, json={})


async def measure(limit: RateLimit | None) -> None:
    """Write at once, and print what it took."""
    await asyncio.sleep(WINDOW - time.monotonic() % WINDOW)  # the least time is three windows from here
    service, started = Service(), time.monotonic()
    http = httpx.AsyncClient(transport=httpx.MockTransport(service.respond))
    client = TargetingClient("t", http_client=http, rate_limit=limit, deadline=6 * WINDOW)
    calls = (client.request("POST", f"/v1/{number}") for number in range(WRITES))
    ended = await asyncio.gather(*calls, return_exceptions=True)
    errors = sum(isinstance(one, BaseException) for one in ended)
    share, taken = service.refused / service.requests, (time.monotonic() - started) / (3 * WINDOW)
    print(f"{limit}: {errors} errors, {share:.1%} of requests answered 429, {taken:.3f} of the least time")


async def main() -> None:
    """Measure without a limit and with one."""
    for limit in (None, RateLimit(QUOTA, WINDOW)):
        await measure(limit)


if __name__ == "__main__":
    asyncio.run(main())
