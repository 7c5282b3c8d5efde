"""Run `create_recipients` against a service in memory that allows so many writes in a window."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from bulk.served import payload
from facade.quota import QuotaService

from epilot_targeting import RateLimit, TargetingClient
from epilot_targeting.bulk import create_recipients
from epilot_targeting.testing import EXAMPLE_ID


class Quota(NamedTuple):
    """The quota of a service, and how long it takes to answer."""

    writes: int = 500
    window: float = 60.0
    latency: float = 0.02


class QuotaRun(NamedTuple):
    """A run that has ended.

    Attributes:
        seconds: How long it took, by the clock of the event loop.
        last: The seconds of the writes of the last window, from its first success on.
        refused: The number of requests that were answered with 429.
    """

    seconds: float
    last: float
    refused: int


async def run_under_quota(quota: Quota, windows: int, limit: RateLimit | None) -> QuotaRun:
    """Use up a quota in each of some windows, from the beginning of the first one on."""
    loop = asyncio.get_running_loop()
    service = QuotaService(*quota, origin=loop.time())
    service.body = {"recipient": {"entity_id": EXAMPLE_ID, "entity_schema": "contact"}}
    client = TargetingClient("t", http_client=service.client(), rate_limit=limit, deadline=3 * quota.window)
    items, started = windows * quota.writes, loop.time()
    counts = await create_recipients(client, EXAMPLE_ID, map(payload, range(items)))
    if counts["done"] != items:
        raise RuntimeError(f"items are missing: {counts}")
    return QuotaRun(loop.time() - started, loop.time() - service.times[-quota.writes], service.refused)
