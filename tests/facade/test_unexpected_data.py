"""A response is only returned for the request that it answers."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import trustme
from facade.environments import LIBRARIES
from facade.stores import CAMPAIGN, CID, JOB, ONCE, TLS, failure
from facade.tls_records import RecordService
from facade.tunnels import HOST, Proxy
from server import HEAD, Script, Seen, response

from epilot_targeting import ConflictError, TargetingClient, TransportError
from epilot_targeting._transport.tls_context import tls_context
from epilot_targeting._transport.tls_stream import TlsStream

STALE = b'{"campaign": {"_title": "of another tenant"}}'
STRAYS = [
    response(200, STALE),
    response(201, STALE),
    response(409, b'{"message": "stale"}'),
    response(429, b'{"message": "stale"}', "retry-after: 0"),
    response(500),
    b"HTTP/1.1 204 X\r\n\r\n",
    b"HTTP/1.1 100 X\r\n\r\n",
    b"x",
    b"HTTP/1.1 200 X\r\ncontent-le",
    b"HTTP/1.1 204 No",
    b"HTTP/1.1 200 ",
]
"""Unexpected data: whole responses, and parts of one."""
BEFORE = {
    "a success": response(200, JOB),
    "a success in chunks": b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    b"%x\r\n%b\r\n0\r\n\r\n" % (len(JOB), JOB),
    "a success in chunks with trailers": HEAD + b"transfer-encoding: chunked\r\n\r\n"
    b"%x\r\n%b\r\n0\r\nx-trailer: a\r\nx-more: b\r\n\r\n" % (len(JOB), JOB),
    "a failure without a body": response(409, b""),
    "a failure": response(409, b'{"message": "no"}'),
}


def first_then(first: bytes) -> Callable[[Seen], bytes]:
    """Answer reads with some bytes, and writes as they ask for."""
    return lambda seen: first if "/job" in seen.target else response(200, CAMPAIGN)


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client without retries."""
    async with TargetingClient("t", base_url=script.address, retry=ONCE, timeout=5) as client:
        yield client


async def written(client: TargetingClient) -> str | None:
    """Do a write under another token; return what it was answered."""
    return (await client.with_options(token="other").change_campaign_status(CID)).campaign.title


async def read(client: TargetingClient) -> None:
    """Do a read that may fail by the service's own word."""
    with suppress(ConflictError):
        await client.get_campaign_job_status(CID)


@pytest.mark.parametrize("before", BEFORE)
async def test_a_connection_without_leftovers_is_used_again(
    script: Script, client: TargetingClient, before: str
) -> None:
    """A connection on which nothing more has arrived carries the next request, in however many pieces it came."""
    script.answer = first_then(BEFORE[before])
    for _ in range(3):
        await read(client)
    assert "a" == await written(client)
    assert 1 == script.connections


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("stray", STRAYS, ids=range(len(STRAYS)))
async def test_bytes_after_a_response_answer_nobody(
    script: Script, client: TargetingClient, before: str, stray: bytes
) -> None:
    """Bytes in the same segment as a response are never taken for the answer of the next request."""
    script.answer = first_then(BEFORE[before] + stray)
    await read(client)
    assert "a" == await written(client)
    assert [1, 2] == [seen.connection for seen in script.seen]


async def test_an_empty_line_after_a_response(script: Script, client: TargetingClient) -> None:
    """Empty lines are nobody's answer; whether they end the connection is left to the library."""
    script.answer = first_then(response(200, JOB) + b"\r\n\r\n")
    await read(client)
    assert "a" == await written(client)


@pytest.mark.parametrize("status", [204, 304])
async def test_a_body_where_there_can_be_none_answers_nobody(
    script: Script, client: TargetingClient, status: int
) -> None:
    """A 204 is read as a 204, whatever follows it, and the next request gets its own answer."""
    script.answer = first_then(b"HTTP/1.1 %d X\r\n\r\n" % status)
    clean = await asyncio.gather(client.get_campaign_job_status(CID), return_exceptions=True)
    script.answer = first_then(response(status, STALE))
    damaged = await asyncio.gather(client.get_campaign_job_status(CID), return_exceptions=True)
    assert [type(clean[0]), str(clean[0])] == [type(damaged[0]), str(damaged[0])]
    assert "a" == await written(client)


@pytest.mark.parametrize("length", [0, 1])
async def test_a_length_that_is_too_small(script: Script, client: TargetingClient, length: int) -> None:
    """The rest of a body is never taken for the answer of the next request."""
    script.answer = first_then(
        response(409, b"{}").replace(b"length: 2", b"length: %d" % length) + response(200, STALE)
    )
    await read(client)
    assert "a" == await written(client)


@pytest.mark.own_connections
@pytest.mark.parametrize("stray", [response(200, STALE), b"x", b""], ids=["response", "byte", "end"])
async def test_bytes_that_come_late_answer_nobody(stray: bytes) -> None:
    """Data that arrives while a connection is idle closes it, whichever task runs meanwhile."""
    connections: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while head := await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            writer.write(response(200, JOB if b"/job" in head else CAMPAIGN))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

        async def token() -> str:
            # The permit is there, and the connection not yet looked at.
            if stray:
                connections[-1].write(stray)
            else:
                connections[-1].write_eof()  # at once: `close` waits for an iteration of the loop
            return "other"

        async with TargetingClient("t", base_url=address, retry=ONCE) as client:
            await client.get_campaign_job_status(CID)
            assert "a" == (await client.with_options(token=token).change_campaign_status(CID)).campaign.title
    assert 2 == len(connections)


@pytest.mark.own_connections
@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_greeting_answers_nobody(monkeypatch: pytest.MonkeyPatch, library: Any) -> None:
    """Data that arrives before the first request is no response, and nothing is sent."""
    greeted, received = asyncio.Event(), list[bytes]()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(response(200, STALE))
        await writer.drain()
        greeted.set()
        with suppress(ConnectionError):
            received.append(await reader.read())
        writer.close()

    loop = asyncio.get_running_loop()
    connect = loop.create_connection

    async def connect_slowly(*given: Any, **more: Any) -> Any:
        connected = await connect(*given, **more)
        await greeted.wait()
        return connected

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        monkeypatch.setattr(loop, "create_connection", connect_slowly)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with TargetingClient("t", base_url=address, transport=library, retry=ONCE) as client:
            error = await failure(client)
    assert (TransportError, False) == (type(error), error.applied)
    assert [] == [data for data in received if data]


@pytest.fixture
async def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RecordService]:
    """A service behind TLS whose authority is the only one that is trusted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", HOST).configure_cert(settings)
    tls_context.cache_clear()
    async with RecordService(settings) as server:
        server.answers = lambda seen: [response(200, JOB), response(200, STALE)] if "/job" in seen.target else []
        yield server
    tls_context.cache_clear()


def answer_again(records: RecordService) -> None:
    """Let writes be answered on every connection but the first."""
    strays = records.answers
    records.answers = lambda seen: [response(200, CAMPAIGN)] if "/job" not in seen.target else strays(seen)


@pytest.mark.own_connections
async def test_tls_records_after_a_response_answer_nobody(records: RecordService) -> None:
    """A second response in a TLS record that was not read yet is never taken for an answer."""
    answer_again(records)
    async with TargetingClient("t", base_url=records.address, retry=ONCE) as client:
        await client.get_campaign_job_status(CID)
        assert "a" == await written(client)
    assert [1, 2] == [seen.connection for seen in records.seen]


@pytest.mark.own_connections
@pytest.mark.parametrize("missing", [0, 1, 30, 65])
async def test_a_greeting_under_tls_answers_nobody(
    records: RecordService, monkeypatch: pytest.MonkeyPatch, missing: int
) -> None:
    """Data, or a part of it, that arrives after the TLS handshake and before the first request is no response."""
    records.greeting, records.missing = response(200, STALE), missing
    handshake = TlsStream.handshake

    async def handshake_slowly(stream: Any) -> None:
        await handshake(stream)
        async with asyncio.timeout(5):
            while not stream.has_unread:  # noqa: ASYNC110 (there is nothing that would tell)
                await asyncio.sleep(0)

    monkeypatch.setattr(TlsStream, "handshake", handshake_slowly)
    async with TargetingClient("t", base_url=records.address, retry=ONCE, transport="httpx") as client:
        error = await failure(client)
    assert (TransportError, False, []) == (type(error), error.applied, records.seen)


@pytest.mark.own_connections
async def test_a_greeting_behind_a_proxy_answers_nobody(
    records: RecordService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data that arrives together with the end of the handshake, behind a proxy, is no response either."""
    records.context.maximum_version = ssl.TLSVersion.TLSv1_2  # there the service ends the handshake
    records.greeting = response(200, STALE)
    async with Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
        address = f"https://{HOST}:{records.address.rpartition(':')[2]}"
        async with TargetingClient("t", base_url=address, retry=ONCE) as client:
            error = await failure(client)
    assert (TransportError, False, []) == (type(error), error.applied, records.seen)


CUTS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "in two halves, the second later": lambda records: [b"".join(records)[:-20], b"".join(records)[-20:]],
    "its first byte alone": lambda records: [records[0] + records[1][:1]],
}


@pytest.mark.own_connections
@pytest.mark.parametrize("cut", CUTS)
async def test_part_of_a_tls_record_answers_nobody(records: RecordService, cut: str) -> None:
    """A TLS record of which only a part has arrived closes the connection; aiohttp does not report it."""
    answer_again(records)
    records.cut = lambda made: CUTS[cut](made) if len(made) > 1 else made
    async with TargetingClient("t", base_url=records.address, retry=ONCE, transport="httpx") as client:
        await client.get_campaign_job_status(CID)
        assert "a" == await written(client)
    assert [1, 2] == [seen.connection for seen in records.seen]


@pytest.mark.httpx_only
@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
async def test_a_callers_connection_with_leftovers_is_closed(
    script: Script, records: RecordService, library: Any, secure: bool
) -> None:
    """A connection of the caller's pool with data beyond a response is not used again."""
    script.answer = first_then(response(200, JOB) + response(200, STALE))
    answer_again(records)
    service = records if secure else script
    async with library.AsyncClient(verify=tls_context() if secure else TLS) as own:
        client = TargetingClient("t", base_url=service.address, http_client=own, retry=ONCE)
        await client.get_campaign_job_status(CID)
        assert "a" == await written(client)
    assert [1, 2] == [seen.connection for seen in service.seen]
