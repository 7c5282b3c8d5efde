"""The calls that are measured: all operations, and responses that name their call."""

from __future__ import annotations

import asyncio
import json
import os
import zlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from operations import JSON_OPERATIONS, smallest_body
from server import response

from epilot_targeting import TargetingClient

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
"""For processes of their own, which import from here too."""
Transport = Literal["httpx", "aiohttp"]
TRANSPORTS: list[Transport] = ["httpx", "aiohttp"]
"""What connections of our own are made with."""


class Call(NamedTuple):
    """One operation with arguments that are good, and the response of the service."""

    name: str
    arguments: dict[str, Any]
    body: dict[str, Any] | list[Any]


def _of_class(*classes: str) -> list[Call]:
    """Return the operations of some retry classes."""
    found = [one for one in JSON_OPERATIONS.values() if one.fields and one.retry in classes]
    return [Call(one.name, one.arguments, json.loads(smallest_body(one.name))) for one in found]


READS = _of_class("read")
WRITES = _of_class("value", "write")
CALLS = {call.name: call for call in READS + WRITES}


def body_of(name: str, nonce: str) -> bytes:
    """Return the body that answers one call, of a length of its own, so that bytes of two calls can't pass for one."""
    body = CALLS[name].body
    mark = {"nonce": nonce, "padding": nonce * (1 + zlib.crc32(nonce.encode()) % 50)}
    return json.dumps([mark] if isinstance(body, list) else {**body, **mark}).encode()


def response_of(name: str, nonce: str) -> bytes:
    """Return the bytes of the response that answers one call."""
    return response(200, body_of(name, nonce))


async def ask(client: TargetingClient, call: Call, nonce: str) -> bool:
    """Make a call under a name of its own; return whether the whole response is the one to it."""
    marked = client.with_options(headers={"x-nonce": nonce, "x-call": call.name})
    response = await getattr(marked.raw, call.name)(**call.arguments)
    own: bool = body_of(call.name, nonce) == response.content
    return own


async def at_once(workers: int, count: int, job: Callable[[int], Awaitable[None]]) -> None:
    """Do a job `count` times, so many at once."""
    numbers = iter(range(count))

    async def work(mine: Iterator[int]) -> None:
        for number in mine:
            await job(number)

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work(numbers))


async def at_rest(client: TargetingClient) -> int:
    """Wait until no connection is in use, for ten seconds at most; return how many still are."""
    pool = client._open_state()
    loop = asyncio.get_running_loop()
    end = loop.time() + 10
    while pool.pool().busy and loop.time() < end:  # noqa: ASYNC110 (nothing tells when that is)
        await asyncio.sleep(0)
    busy: int = pool.pool().busy
    return busy
