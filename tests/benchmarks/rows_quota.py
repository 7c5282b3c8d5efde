"""How much of a quota a bulk run uses, by the real clock."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter

import httpx
from benchmarks.ground import Ground
from benchmarks.measure import Clock, Cost
from benchmarks.results import Goal, Row
from bulk.served import payload

from epilot_targeting import RateLimit, TargetingClient
from epilot_targeting.bulk import create_recipients
from epilot_targeting.testing import EXAMPLE_ID

QUOTA, WINDOW, WINDOWS = 500, 10.0, 4  # a window is a minute, scaled
LATENCY = 0.02
SIDES = {"bulk": None, "bulk, rate_limit=": RateLimit(QUOTA, WINDOW)}


class Service:
    """A service that counts writes in fixed windows, and answers 429 above the quota.

    Attributes:
        begins: When its first window begins, by the monotonic clock.
        refused: The number of requests that it answered with 429.
        counts: The number of writes in each window.
        allowed_from: The seconds from which on it allows writes, by the last `Retry-After`, which it rounds up.
    """

    def __init__(self, begins: float, quota: float = QUOTA) -> None:
        """Start without requests."""
        self.begins = begins
        self.quota = quota
        self.refused = 0
        self.allowed_from = 0.0
        self.counts: Counter[int] = Counter()

    async def respond(self, _: httpx.Request) -> httpx.Response:
        """Count a write, or refuse it."""
        await asyncio.sleep(LATENCY)
        passed = time.monotonic() - self.begins
        window = math.floor(passed / WINDOW)
        if self.counts[window] >= self.quota:
            self.refused += 1
            seconds = math.ceil((window + 1) * WINDOW - passed)
            self.allowed_from = passed + seconds
            return httpx.Response(429, headers={"retry-after": str(seconds)})
        self.counts[window] += 1
        return httpx.Response(200, json={"recipient": {"entity_id": EXAMPLE_ID, "entity_schema": "contact"}})


async def _run(service: Service, items: int, limit: RateLimit | None) -> Cost:
    """Create recipients from the beginning of the first window on."""
    await asyncio.sleep(service.begins - time.monotonic())
    http = httpx.AsyncClient(transport=httpx.MockTransport(service.respond))
    client = TargetingClient("t", http_client=http, rate_limit=limit, deadline=3 * WINDOW)
    clock = Clock()
    counts = await create_recipients(client, EXAMPLE_ID, map(payload, range(items)))
    if counts["done"] != items:
        raise RuntimeError(f"items are missing: {counts}")
    return clock.read()


async def quota(ground: Ground) -> list[Row]:
    """Measure a run under a quota beside the ideal.

    That waits until the last window begins, or until the service allows writes again, and then sends the rest as fast
    as without a quota.
    """
    windows = max(2, round(WINDOWS * ground.share))
    items, now = windows * QUOTA, time.monotonic()
    # The runs do not disturb one another: the windows of each begin while the others wait.
    services = {name: Service(now + number * WINDOW / 2) for number, name in enumerate(SIDES)}
    runs = (_run(services[name], items, limit) for name, limit in SIDES.items())
    found = await asyncio.gather(*runs)
    last = await _run(Service(time.monotonic(), math.inf), QUOTA, None)
    row = Row("quota", f"{items:,} items of a bulk run, {QUOTA} a window of {WINDOW:.0f} s", unit=(1.0, "s"), by="wall")
    row.costs = {name: [cost] for name, cost in zip(SIDES, found, strict=True)}
    for name, service in services.items():
        row.figures[name] = {
            "% answered 429": 100 * service.refused / (items + service.refused),
            "% of full windows used": 100 * min(service.counts[window] for window in range(windows - 1)) / QUOTA,
        }
        ideal = max((windows - 1) * WINDOW, service.allowed_from) + last.wall
        row.goals.append(Goal(name, "throughput ÷ ideal", ideal / row.cost(name).wall, 0.98, least=True))
    return [row]
