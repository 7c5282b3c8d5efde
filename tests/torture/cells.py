"""The cells of the matrix: the expected outcome of each, and the call that is made."""

from __future__ import annotations

import asyncio
import contextlib
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import httpx2
from attrs import frozen
from operations import OPERATIONS
from torture.hostile import TortureServer
from torture.payloads import CALLS, is_list, requires_nothing, takes_any_type
from torture.sockets import Certificates

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError

SECRET = "eyJhbGciOiJub25lIn0.Zm9yIHRo/SBtYXRyaXggb25+eQ.q7Wc0vTt1hYp=="
"""The token. It stands in no local of any test, since what the locals of tracebacks show is searched for it."""
WAYS: dict[str, Callable[..., Any] | None] = {
    "own": None,
    "own by aiohttp": None,
    "httpx": httpx.AsyncClient,
    "httpx2": httpx2.AsyncClient,
}
SECURE = {"own over TLS": "own", "own by aiohttp over TLS": "own by aiohttp"}
"""Further ways, for a sample: an end without a goodbye looks otherwise there."""
WRITES = {name for name in CALLS if OPERATIONS[name].retry == "write"}
CLASSES = {name: ["read", "value", "write"].index(OPERATIONS[name].retry) for name in CALLS}
"""By operation: its column of attempts."""
APPLIED = {"no": False, "yes": True, "unknown": None}
PASSES: dict[str, Callable[[str], bool]] = {
    "lists": is_list,
    "nothing required": requires_nothing,
    "any type": takes_any_type,
}
"""Which operations a row of the table does not hold for."""
EXPECTATIONS = Path(__file__).with_name("expectations.toml")
TABLE: dict[str, dict[str, Any]] = {
    name: row for group in tomllib.loads(EXPECTATIONS.read_text("utf-8")).values() for name, row in group.items()
}
HEALTHY = "get_campaign_job_status"
PATIENCE = 10.0  # seconds to connect, and to wait for the next bytes
DEADLINE = 100.0
PASSING = {
    **dict.fromkeys(("connect_timeout", "write_stall", "read_timeout", "body_stall"), PATIENCE),
    "drip": DEADLINE,
}
"""The seconds that pass in each attempt, by fault."""
AFTER_HEAD = {"body_stall", "drip"}
"""The faults that begin when the client has read the head of the response."""
PADS = {"write_stall": 6 * 2**20, "reset_while_sending": 2**20}
"""Bytes that a request is made larger by: more than all buffers on the way take, and more than leaves at once."""
TOLERANCE = 3.0  # seconds that a call may take beyond its deadline, by the slowed clock


@frozen
class Outcome:
    """What became of a call."""

    elapsed: float
    parsed: Any = None
    attempts: int = 0
    error: TargetingError | None = None


@contextlib.asynccontextmanager
async def client_of(server: TortureServer, way: str, trust: Certificates) -> AsyncIterator[TargetingClient]:
    """Make a client that sends in one of the ways."""
    kind = WAYS.get(way)
    async with contextlib.AsyncExitStack() as stack:
        http_client = None if kind is None else await stack.enter_async_context(kind(verify=trust.trusting()))
        made = TargetingClient(
            SECRET,
            base_url=server.address,
            timeout=PATIENCE,
            deadline=DEADLINE,
            retry=RetryPolicy(backoff=0.001),
            max_response_bytes=2**18,
            http_client=http_client,
            transport="aiohttp" if "aiohttp" in way else "httpx",
        )
        yield await stack.enter_async_context(made)


async def call(client: TargetingClient, operation: str) -> Outcome:
    """Carry an operation out, and keep what became of it."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    try:
        response = await getattr(client.raw, operation)(**CALLS[operation])
    except TargetingError as error:
        return Outcome(loop.time() - started, None, error.attempts, error)
    return Outcome(loop.time() - started, response.parsed, response.attempts)


async def healthy(client: TargetingClient, nonce: str) -> Outcome:
    """Carry out a call that nothing is wrong with."""
    return await call(client.with_options(headers={"x-nonce": nonce}), HEALTHY)


@contextlib.asynccontextmanager
async def passing_time(
    server: TortureServer, fault: str, head_read: asyncio.Event, advance: Callable[[float], Awaitable[None]]
) -> AsyncIterator[None]:
    """Let the timeout of a fault pass in each attempt, when the client waits for what does not come."""

    async def pass_time() -> None:
        for attempt in count(1):
            while server.struck + server.requests["faulty"] < attempt:  # noqa: ASYNC110 (nothing tells)
                await asyncio.sleep(0)
            if fault in AFTER_HEAD:
                await head_read.wait()
                head_read.clear()
            await advance(PASSING[fault])

    head_read.clear()
    task = asyncio.create_task(pass_time() if fault in PASSING else asyncio.sleep(0))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def rest(client: TargetingClient) -> int:
    """Return the number of connections that are still in use after ten seconds at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while client._open_state().pool().busy:  # noqa: ASYNC110 (nothing tells when a connection is released)
                await asyncio.sleep(0)
    busy: int = client._open_state().pool().busy
    return busy


def faulty_headers(fault: str) -> dict[str, str]:
    """Return the headers by which the server knows a request, padded where the fault needs that."""
    return {"x-nonce": "faulty", **({"x-pad": "x" * PADS[fault]} if fault in PADS else {})}


def expectation(fault: str, operation: str) -> dict[str, Any]:
    """Return the row of a fault, as it is for the operation."""
    row = TABLE[fault]
    if "passes" in row and PASSES[row["passes"]](operation):
        return {"error": "", "applied": "yes", "attempts": [1, 1, 1]}
    return {name: value for name, value in row.items() if name != "passes"}
