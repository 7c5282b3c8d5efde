"""What each feature of a call costs that is off by default: the same call with it, beside one with all features off."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from benchmarks import data
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.memory import Memory, no_network
from benchmarks.ours import Ours
from benchmarks.plain import token
from benchmarks.results import Row

from epilot_targeting import RateLimit, RetryPolicy, cached_token

NOWHERE = "http://127.0.0.1:1"
STORE = "https://store.epilot.io/payload?signature=1"
CALLS = 500
MORE = 4  # as many rounds as other rows, since the differences are small
OFF, AGAIN = "all features off", "all features off, again"
MANY = RateLimit(requests=1_000_000, seconds=3600)
AT_ONCE = RetryPolicy(backoff=0)


async def token_later() -> str:
    """Return the token, as an async provider does that has it already."""
    return data.TOKEN


class Failing(Memory):
    """Answers each second request, and fails the others."""

    fails = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.fails = not self.fails
        return httpx.Response(503) if self.fails else await Memory.handle_async_request(self, request)


class Stored(Memory):
    """Answers with a reference, and then with the stored response."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "127.0.0.1":
            return await Memory.handle_async_request(self, request)
        kind = {"content-type": "application/large-response.vnd+json"}
        return httpx.Response(200, content=json.dumps({"$payload_ref": STORE}).encode(), headers=kind)


def _reads(side: Ours, times: int) -> Work:
    async def work() -> int:
        for _ in range(times):
            await side.match()
        return times

    return work


def _retried(side: Ours, times: int) -> Work:
    async def work() -> int:
        budget = side.client._open_state().budget
        for _ in range(times):
            budget.left = budget.MAX  # a service that fails so often would spend it
            await side.match()
        return times

    return work


def _writes(side: Ours, times: int) -> Work:
    async def work() -> int:
        for _ in range(times):
            await side.client.request("POST", data.MATCH_PATH, json=data.PARAMS)
        return times

    return work


async def _row(
    title: str,
    sides: Mapping[str, Ours],
    most: Mapping[str, float],
    ground: Ground,
    calls: Callable[[Ours, int], Work] = _reads,
) -> Row:
    for side in sides.values():
        await side.match()
    works = {name: calls(side, ground.sized(CALLS)) for name, side in sides.items()}
    row = Row("features", title, await timed_in_turn(works, MORE * ground.rounds), (1e-6, "µs"))
    for name, limit in most.items():
        row.expect(name, OFF, limit)
    for side in sides.values():
        await side.aclose()
    return row


def _derived(url: str) -> Ours:
    """Return a client that was made by `with_options`."""
    side = Ours(url)
    side.client = side.client.with_options(org_id="739224")
    return side


def _with_token(url: str, provider: Any) -> Ours:
    side = Ours(url)
    side.client.authorize(provider)
    return side


async def features(ground: Ground) -> list[Row]:
    """Measure reads and writes on own connections, and what needs a service of its own over a caller's client."""
    async with no_network() as url:
        reads = {
            OFF: Ours(url),
            AGAIN: Ours(url),
            "counting: max_response_records is near": Ours(url, max_response_records=300),
            "with_options(org_id=…)": _derived(url),
            "an async token provider": _with_token(url, token_later),
            "cached_token": _with_token(url, cached_token(token, ttl=3600)),
        }
        most = {AGAIN: 1.05, "with_options(org_id=…)": 1.1, "cached_token": 1.1}
        own = await _row("one call from memory over own connections, with one feature on", reads, most, ground)
        writes = {OFF: Ours(url), AGAIN: Ours(url), "rate_limit": Ours(url, rate_limit=MANY)}
        title = "one write from memory over own connections, with one feature on"
        paced = await _row(title, writes, {AGAIN: 1.05, "rate_limit": 1.1}, ground, _writes)
    async with (
        httpx.AsyncClient(transport=Memory()) as plain,
        httpx.AsyncClient(transport=Failing()) as failing,
        httpx.AsyncClient(transport=Stored()) as stored,
    ):
        given = {
            OFF: Ours(NOWHERE, http_client=plain),
            "a retry after a 503": Ours(NOWHERE, http_client=failing, retry=AT_ONCE),
            "a large response": Ours(NOWHERE, http_client=stored),
        }
        title = "one call from memory over a given httpx client, with a second request"
        again = await _row(title, given, {}, ground, _retried)
    return [own, paced, again]
