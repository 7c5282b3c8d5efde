"""A damaged response fails the call that it answers, and never a later one."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import httpx2
import pytest
from facade.stores import TLS
from server import Script, Seen, response

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
CLIENTS = 10
WAYS = ("httpx", "aiohttp", "a caller's httpx", "a caller's httpx2")
STALE = b'{"campaign": {"_title": "stale"}, "status": "queued"}'
HEADS = [b"HTTP/1.1 204 X\r\n\r\n", b"HTTP/1.1 304 X\r\n\r\n", b"HTTP/1.1 100 X\r\n\r\n", b"HTTP/1.1 201 X\r\n"]


def damaged(rng: random.Random) -> bytes:
    """Return a response with some damage: more than was asked for, less, or something else."""
    whole = response(rng.choice([200, 201, 204, 304, 400, 409, 429]), STALE)
    parts = [whole, response(200, STALE), response(409, b"{}"), *HEADS, rng.randbytes(rng.randrange(30)), b"\r\n", b"0"]
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(whole) + 1)
        end = min(len(whole), place + rng.randrange(12))
        whole = rng.choice(
            [
                whole + rng.choice(parts),
                rng.choice(parts) + whole,
                whole[:place] + rng.choice(parts) + whole[place:],
                whole[:place] + rng.randbytes(end - place) + whole[end:],
                whole[:place] + whole[end:],
                whole.replace(b"length: ", b"length: " + rng.choice([b"0", b"1", b"00", b"-", b"+"]), 1),
                whole.replace(b"content-length: ", rng.choice([b"x: ", b"transfer-encoding: chunked\r\nx: "]), 1),
                whole.replace(b"%d" % len(STALE), b"%d" % rng.randrange(len(STALE) + 3), 1),
            ]
        )
    return whole


class Service(Script):
    """The server: reads get damaged responses, writes their own; each write is kept by its token."""

    closes = False

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.rng = random.Random(seed)  # noqa: S311 (drawn, not secret)
        self.done: Counter[str] = Counter()
        self.answer = self.respond

    def respond(self, seen: Seen) -> bytes:
        """Return the bytes of a response; the server goes on with the connection whatever they are."""
        self.seen.clear()
        if "/job" in seen.target:
            return damaged(self.rng)
        token = seen.headers["authorization"].removeprefix("Bearer ")
        self.done[token] += 1
        return response(200, json.dumps({"campaign": {"_title": token}}).encode())


@asynccontextmanager
async def client_of(way: str, address: str) -> AsyncIterator[TargetingClient]:
    """Make a client that sends in some way, and waits shortly for what does not come."""
    options: dict[str, Any] = {"base_url": address, "timeout": (5, 0.1), "retry": RetryPolicy(attempts=1)}
    if way.startswith("a caller's"):
        library: Any = {"httpx": httpx, "httpx2": httpx2}[way.split()[-1]]
        async with library.AsyncClient(verify=TLS) as own:
            yield TargetingClient("t", http_client=own, **options)
    else:
        async with TargetingClient("t", transport="aiohttp" if way == "aiohttp" else "httpx", **options) as client:
            yield client


async def wrong_writes(client: TargetingClient, service: Service, tokens: list[str]) -> list[str]:
    """Make a read with a damaged response and then a write, for each token; return what went wrong."""
    wrong: list[str] = []
    for token in tokens:
        with suppress(TargetingError):
            await client.get_campaign_job_status(CID)
        try:
            title = (await client.with_options(token=token, timeout=30).change_campaign_status(CID)).campaign.title
        except TargetingError as error:
            title = repr(error)
        if (title, service.done[token]) != (token, 1):
            wrong.append(f"{token}: {title}, carried out {service.done[token]} times")
    return wrong


@pytest.mark.thorough
@pytest.mark.parametrize("way", WAYS)
async def test_no_write_suffers_from_the_response_before_it(
    full: bool, figure: Callable[[str], None], way: str
) -> None:
    """Each write is carried out once and gets its own response, whatever the response before it was."""
    count, seed = (6000 if full else 100), 20261126
    service = Service(seed)
    async with service, client_of(way, service.address) as client:
        shares = [[f"write-{n}" for n in range(count)][begin::CLIENTS] for begin in range(CLIENTS)]
        found = await asyncio.gather(*(wrong_writes(client, service, share) for share in shares))
    wrong = [one for several in found for one in several]
    figure(f"damaged responses ({way}): {count}, seed {seed}, {len(wrong)} writes wrong after them")
    assert [] == wrong
    assert count == len(service.done)
