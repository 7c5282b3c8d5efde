"""Failures of a caller's httpx2 client: the same errors, and the same retries."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from facade.stores import CAMPAIGN, CID, JOB, QUICK, calls, failure
from server import CLOSE, HANG, HEAD, Script, response

from epilot_targeting import (
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingClient,
    TargetingError,
    TransportError,
)


@pytest.fixture
async def client(of_httpx2: TargetingClient) -> TargetingClient:
    """A client of ours on the caller's."""
    return of_httpx2


async def test_a_silent_server(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """The read timeout of a silent server passes, and a write is sent once."""
    script.answer = lambda _: HANG
    call = asyncio.create_task(failure(client))
    await script.until(lambda: calls(script) == 1)
    await advance(30)
    error = await call
    assert (RequestTimeoutError, "read", None, 1) == (type(error), error.limit, error.applied, calls(script))


async def test_the_deadline(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """The deadline holds over everything."""
    script.answer = lambda _: HANG
    call = asyncio.create_task(failure(client, deadline=20))
    await script.until(lambda: calls(script) == 1)
    await advance(20)
    error = await call
    assert (RequestTimeoutError, "deadline", None) == (type(error), error.limit, error.applied)
    assert 20 <= error.elapsed < 30


async def test_a_dead_port(http: httpx2.AsyncClient) -> None:
    """A refused connection means that nothing was sent, and even a write is repeated."""
    async with Script() as gone:
        address = gone.address
    error = await failure(TargetingClient("t", base_url=address, http_client=http, retry=QUICK))
    assert (TransportError, False, 3) == (type(error), error.applied, error.attempts)


BROKEN: dict[str, tuple[bytes, type[TargetingError], bool | None]] = {
    "closed": (CLOSE, TransportError, None),
    "garbage": (b"garbage\r\n\r\n", TransportError, None),
    "head": (b"HTTP/1.1 200 X\r\nconnection: close\r\ncontent-le", TransportError, None),
    "short": (
        HEAD + b"content-length: 50\r\nconnection: close\r\n\r\n{}",
        TransportError,
        True,
    ),
    "chunk": (
        HEAD + b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n50\r\n{}",
        TransportError,
        True,
    ),
    "cut": (
        HEAD + b'connection: close\r\n\r\n{"campaign": {',
        DecodeError,
        True,
    ),
    "gzip": (response(200, gzip.compress(CAMPAIGN)[:-9], "Content-Encoding: gzip"), DecodeError, True),
    "br": (response(200, CAMPAIGN, "Content-Encoding: br"), DecodeError, True),
    "zstd": (response(200, CAMPAIGN, "Content-Encoding: zstd"), DecodeError, True),
    "chained": (
        response(200, gzip.compress(gzip.compress(CAMPAIGN)), "Content-Encoding: gzip, gzip"),
        DecodeError,
        True,
    ),
    "no json": (response(200, b"<html>"), DecodeError, True),
}


@pytest.mark.parametrize("which", BROKEN)
async def test_a_broken_response_to_a_write(script: Script, client: TargetingClient, which: str) -> None:
    """A write with a broken response is sent once, and the error says what became of it."""
    answer, kind, applied = BROKEN[which]
    script.answer = lambda _: answer
    error = await failure(client)
    assert (kind, applied, 1) == (type(error), error.applied, calls(script))


@pytest.mark.parametrize("which", BROKEN)
async def test_a_broken_response_to_a_read(script: Script, client: TargetingClient, which: str) -> None:
    """A read with a broken response is repeated."""
    script.answer = lambda _: BROKEN[which][0] if calls(script) < 3 else response(200, JOB)
    assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert 3 == calls(script)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_failed_read_is_repeated(script: Script, client: TargetingClient, status: int) -> None:
    """A failed read is repeated as often as the policy says."""
    script.answer = lambda _: response(status)
    error = await failure(client, "get_campaign_job_status")
    assert (status, 3, 3) == (error.status_code, error.attempts, calls(script))


@pytest.mark.parametrize(("status", "sent"), [(408, 1), (500, 1), (503, 1), (409, 1), (400, 1)])
async def test_a_failed_write_is_repeated_if_refused(
    script: Script, client: TargetingClient, status: int, sent: int
) -> None:
    """A failed write is repeated after a refusal only."""
    script.answer = lambda _: response(status)
    assert (status, sent) == ((await failure(client)).status_code, calls(script))


async def test_a_refused_write_is_repeated(script: Script, client: TargetingClient) -> None:
    """However often the service answers 429."""
    script.answer = lambda _: response(429 if calls(script) < 5 else 200, b'{"campaign": {}}', "Retry-After: 0")
    assert 5 == (await client.raw.change_campaign_status(CID)).attempts


async def test_the_cap(script: Script, http: httpx2.AsyncClient) -> None:
    """The maximum size holds after decompression."""
    script.answer = lambda _: response(200, gzip.compress(b" " * 100_000), "Content-Encoding: gzip")
    client = TargetingClient("t", base_url=script.address, http_client=http, max_response_bytes=10_000)
    error = await failure(client)
    assert (ResponseTooLargeError, True) == (type(error), error.applied)
