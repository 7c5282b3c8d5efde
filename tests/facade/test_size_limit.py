"""The size limit of a response holds while it is read and decompressed."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from functools import cache

import httpx
import pytest
from facade.stores import CID, JOB, ONCE, calls
from server import HEAD, Script, response

from epilot_targeting import DecodeError, ResponseTooLargeError, ServerError, TargetingClient

CAP = 1 << 20
SLACK = 512 << 10
ZEROS = bytes(CAP)


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client without retries."""
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        yield client


def encoded(body: bytes, encoding: str, status: int = 200) -> bytes:
    """Return a response in an encoding; an empty one is left out."""
    return response(status, body, *([f"Content-Encoding: {encoding}"] if encoding else []))


@cache
def bomb() -> bytes:
    """Return 1 MiB that decompresses to 1 GiB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first = packer.compress(ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * 1023


def chunked(body: bytes, size: int) -> bytes:
    """Return a response in chunks."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    head = HEAD + b"transfer-encoding: chunked\r\ncontent-encoding: gzip\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("kind", ["one piece", "chunks"])
async def test_a_bomb_stops_at_the_cap(script: Script, kind: str) -> None:
    """Reading stops at the maximum, and memory does not grow with the unpacked size."""
    answer = encoded(bomb(), "gzip") if kind == "one piece" else chunked(bomb(), 65_536)
    script.answer = lambda _: answer
    async with TargetingClient("t", base_url=script.address, max_response_bytes=CAP, retry=ONCE) as small:
        await warm(small)
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLargeError, match=str(CAP)) as failed:
                await small.get_campaign_job_status(CID)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    # The server is in this process too, and holds what it could not send yet.
    assert peak < CAP + len(answer) + SLACK
    assert (True, 200) == (failed.value.applied, failed.value.status_code)
    assert len(failed.value.body) <= 4096


class Pieces(httpx.AsyncByteStream):
    """A body that is there already, so that only its reader takes memory."""

    def __init__(self, body: bytes, size: int) -> None:
        self._body = body
        self._size = size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield one chunk after the other."""
        for i in range(0, len(self._body), self._size):
            yield self._body[i : i + self._size]


async def test_a_bomb_through_the_callers_client() -> None:
    """A caller's client unpacks no piece as a whole."""
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Pieces(bomb(), 65_536))
    )
    async with httpx.AsyncClient(transport=transport) as http:
        client = TargetingClient("t", http_client=http, max_response_bytes=CAP, retry=ONCE)
        bomb()
        await warm(client)
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLargeError):
                await client.get_campaign_job_status(CID)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < CAP + SLACK


async def test_a_body_in_tiny_pieces() -> None:
    """A body in tiny pieces takes no more memory than in one."""
    stream = Pieces(b" " * 80_000 + JOB, 2)
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=stream))) as http:
        client = TargetingClient("t", http_client=http, max_response_bytes=CAP, retry=ONCE)
        await client.get_campaign_job_status(CID)
        tracemalloc.start()
        try:
            assert "queued" == (await client.get_campaign_job_status(CID)).status
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < CAP + SLACK


async def warm(client: TargetingClient) -> None:
    """Load what a first call loads, so that it is not counted."""
    with pytest.raises(ResponseTooLargeError):
        await client.get_campaign_job_status(CID)


async def test_a_bomb_in_a_failure(script: Script) -> None:
    """A failure with a body that is too large keeps its status."""
    script.answer = lambda _: encoded(bomb(), "gzip", 503)
    async with TargetingClient("t", base_url=script.address, max_response_bytes=CAP, retry=ONCE) as client:
        with pytest.raises(ServerError) as failed:
            await client.change_campaign_status(CID)
    assert 503 == failed.value.status_code


async def test_a_nested_bomb_is_not_unpacked(script: Script, client: TargetingClient) -> None:
    """Only one encoding is undone: two layers could unpack a few hundred bytes to half a GiB."""
    nested = gzip.compress(gzip.compress(bomb()[:100_000]))
    script.answer = lambda _: encoded(nested, "gzip, gzip")
    await quietly(client)
    tracemalloc.start()
    try:
        await quietly(client)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < SLACK


async def quietly(client: TargetingClient) -> None:
    with pytest.raises(DecodeError):
        await client.get_campaign_job_status(CID)


@pytest.mark.parametrize("encoding", ["gzip", ""])
async def test_the_cap_holds_for_what_comes_over_the_wire(script: Script, encoding: str) -> None:
    """The maximum also holds for the bytes before decompression."""
    body = gzip.compress(JOB) + gzip.compress(b"") * 1000 if encoding else JOB + b" " * 20_000
    script.answer = lambda _: encoded(body, encoding)
    async with TargetingClient("t", base_url=script.address, max_response_bytes=10_000) as client:
        with pytest.raises(ResponseTooLargeError):
            await client.get_campaign_job_status(CID)
    assert 1 == calls(script)


async def test_a_body_without_end(script: Script) -> None:
    """A body without end stops at the maximum."""
    head = HEAD + b"transfer-encoding: chunked\r\n\r\n"
    script.answer = lambda _: head + b"1000\r\n" + b" " * 4096 + b"\r\n" + b"1000\r\n" + b" " * 4096 + b"\r\n"
    async with TargetingClient("t", base_url=script.address, max_response_bytes=8000) as client:
        with pytest.raises(ResponseTooLargeError):
            await client.get_campaign_job_status(CID)
        await script.until(lambda: script.open == 0)
