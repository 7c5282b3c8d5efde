"""Connections of `transport="aiohttp"` that need no aiohttp: bodies in pieces, failures, and unexpected data."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
import trustme
from facade.environments import clear
from facade.stores import CID, JOB, ONCE, failure
from facade.tls_records import RecordService
from server import Script, any_body, response

from epilot_targeting import ApiError, RequestTimeoutError, ResponseTooLargeError, TargetingClient, TransportError
from epilot_targeting._transport.aiohttp_connection import AiohttpConnection
from epilot_targeting._transport.own_protocol import OwnProtocol
from epilot_targeting._transport.receiving_protocol import READ_AHEAD

pytestmark = pytest.mark.own_connections
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
CONTEXT, TRUSTED = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
AUTHORITY = trustme.CA()
AUTHORITY.issue_cert("127.0.0.1", "localhost").configure_cert(CONTEXT)
AUTHORITY.configure_trust(TRUSTED)
SCHEMES = pytest.mark.parametrize("scheme", ["http", "https"])
SMALL_BUFFER = 4096  # bytes


@pytest.fixture(autouse=True)
def loads(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Let the client find that the program has not imported aiohttp. The list has an element for each load of it."""
    clear(monkeypatch)
    monkeypatch.setattr("epilot_targeting._transport.aiohttp_connection.is_imported", lambda _: False)
    found: list[None] = []
    load = AiohttpConnection._load

    def noted(self: AiohttpConnection) -> Any:
        found.append(None)
        return load(self)

    monkeypatch.setattr(AiohttpConnection, "_load", noted)
    return found


def client_of(address: str, **options: Any) -> TargetingClient:
    """Make a client without retries."""
    return TargetingClient(
        **{"token": "t", "base_url": address, "retry": ONCE, "transport": "aiohttp", "ssl_context": TRUSTED, **options}
    )


@asynccontextmanager
async def served(serve: Serve, scheme: str = "http", **options: Any) -> AsyncIterator[TargetingClient]:
    """Serve each connection with a function; yield a client of that server."""
    context, tasks = CONTEXT if scheme == "https" else None, list[asyncio.Task[Any]]()

    async def noted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.append(task)
        with suppress(ConnectionError):
            await serve(reader, writer)
        writer.close()

    async with await asyncio.start_server(noted, "127.0.0.1", 0, ssl=context) as server:
        address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with client_of(address, **options) as client:
            yield client
        await asyncio.gather(*tasks)


async def pause() -> None:
    """Let the other end read what was written."""
    for _ in range(20):
        await asyncio.sleep(0)


def in_pieces(*pieces: bytes, ends: bool = False) -> Serve:
    """Return a function that answers each request in pieces, and ends the connection then if it is told."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
                await pause()
            if ends:
                break

    return serve


def cut(data: bytes, *places: int) -> list[bytes]:
    """Return data in pieces."""
    edges = [0, *places, len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@SCHEMES
async def test_a_body_in_pieces(scheme: str, loads: list[None]) -> None:
    """A body of known length is read without aiohttp, however large it is, and the connection is used again."""
    large = b'{"status": "queued", "more": "%b"}' % (b"x" * 3 * READ_AHEAD)
    whole = response(200, large)
    for places in ([-5], [-len(large)], [-len(large) + 1, -2]):
        async with served(in_pieces(*cut(whole, *places)), scheme) as client:
            for _ in range(2):
                found = await client.raw.get_campaign_job_status(CID)
                assert (200, large) == (found.status_code, found.content)
    assert [] == loads


async def test_a_body_in_pieces_that_is_compressed_or_too_large(loads: list[None]) -> None:
    """A body in pieces is decompressed, and rejected if it is too large."""
    packed = response(200, gzip.compress(JOB), "content-encoding: gzip")
    async with served(in_pieces(*cut(packed, -4))) as client:
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    async with served(in_pieces(*cut(response(200, JOB), -4)), max_response_bytes=8) as client:
        with pytest.raises(ResponseTooLargeError):
            await client.get_campaign_job_status(CID)
    assert [] == loads


@SCHEMES
@pytest.mark.parametrize("place", [12, 40])
async def test_a_head_in_pieces(scheme: str, place: int, loads: list[None]) -> None:
    """aiohttp reads a head that arrives in pieces, from its first byte on, and keeps the connection."""  # noqa: D403
    async with served(in_pieces(*cut(response(200, JOB), place)), scheme) as client:
        assert ["queued"] * 3 == [(await client.get_campaign_job_status(CID)).status for _ in range(3)]
    assert [None] == loads


@SCHEMES
async def test_a_body_that_is_cut_off(scheme: str) -> None:
    """A connection that ends within a body is an error, and the operation was carried out."""
    async with served(in_pieces(*cut(response(200, JOB), -4)[:1], ends=True), scheme) as client:
        error = await failure(client, "get_campaign_job_status")
    assert (TransportError, True) == (type(error), error.applied)
    assert f"received {len(JOB) - 4} bytes, expected {len(JOB)}" in str(error)


@SCHEMES
async def test_a_connection_that_ends_in_a_malformed_head(scheme: str, loads: list[None]) -> None:
    """A connection that ends after a part of a head is an error in the words of aiohttp."""
    async with served(in_pieces(b"HTTP/1.1 200 OK\r\ncont", ends=True), scheme) as client:
        error = await failure(client, "get_campaign_job_status")
    assert (TransportError, None, [None]) == (type(error), error.applied, loads)


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\ncont", b"HTTP/1.1 103 X\r\n\r\n" + response(200, JOB)])
async def test_a_connection_that_is_lost_before_aiohttp_takes_it_over(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """aiohttp reads what had arrived on a connection that is lost meanwhile, and learns of the loss."""  # noqa: D403
    receive: Any = OwnProtocol._receive_other

    def lose(self: OwnProtocol, *given: Any) -> None:
        self.transport.abort()
        receive(self, *given)

    monkeypatch.setattr(OwnProtocol, "_receive_other", lose)
    async with served(in_pieces(data)) as client:
        if data.endswith(JOB):
            assert "queued" == (await client.get_campaign_job_status(CID)).status
        else:
            error = await failure(client)
            assert (TransportError, None) == (type(error), error.applied)


async def test_data_beyond_the_body(loads: list[None]) -> None:
    """Data that follows a response ends its connection, whether the body came in one piece or not."""
    for pieces in ([response(200, JOB) + b"x"], [*cut(response(200, JOB), -4), b"x"]):
        async with served(in_pieces(*pieces)) as client:
            assert "queued" == (await client.get_campaign_job_status(CID)).status
            await pause()
            assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert [] == loads


async def test_data_before_the_first_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that arrives on a new connection before its request was sent is no response: nothing is sent."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(response(200, JOB))
        received.append(await reader.read())

    received, loop = list[bytes](), asyncio.get_running_loop()
    connect = loop.create_connection

    async def connect_slowly(*given: Any, **more: Any) -> Any:
        connected = await connect(*given, **more)
        await pause()
        return connected

    monkeypatch.setattr(loop, "create_connection", connect_slowly)
    async with served(talk) as client:
        error = await failure(client)
    assert (False, [b""]) == (error.applied, received)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_data_before_the_first_request_under_tls(
    monkeypatch: pytest.MonkeyPatch, version: ssl.TLSVersion
) -> None:
    """The same holds under TLS, also for data that arrives together with the end of the handshake."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert("localhost").configure_cert(context)
    context.maximum_version = version
    service, start_tls = RecordService(context), OwnProtocol.start_tls
    service.greeting = response(200, JOB)

    async def start_slowly(protocol: OwnProtocol, *given: Any) -> None:
        await start_tls(protocol, *given)
        if version == ssl.TLSVersion.TLSv1_3:  # there the client ends the handshake, and the data follows
            async with asyncio.timeout(5):
                while not protocol.transport.is_closing():  # noqa: ASYNC110 (there is nothing that would tell)
                    await asyncio.sleep(0)

    monkeypatch.setattr(OwnProtocol, "start_tls", start_slowly)
    async with service as server, client_of(server.address) as client:
        error = await failure(client)
    assert (TransportError, False, []) == (type(error), error.applied, service.seen)


async def test_a_connection_that_is_lost_while_it_is_taken_over() -> None:
    """The next protocol gets what was buffered, and the loss, which asyncio may report to the first protocol."""  # noqa: D403
    own, error, lost = OwnProtocol(), ConnectionResetError(), list[Exception | None]()
    own.transport = MagicMock()
    successor: Any = SimpleNamespace(connection_lost=lost.append)
    own.idle = False
    own.data_received(b"x" * (READ_AHEAD + 1))
    assert (READ_AHEAD + 1, True) == (len(own.hand_over(successor)[0]), own.transport.resume_reading.called)
    own.connection_lost(error)
    assert [error] == lost


@SCHEMES
@pytest.mark.parametrize("ending", ["close", "reset"])
async def test_a_connection_that_ends_instead_of_a_response(scheme: str, ending: str, loads: list[None]) -> None:
    """A connection that ends instead of a response is a failure of unknown outcome, without aiohttp."""

    async def end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if ending == "reset":
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        else:
            writer.close()

    async with served(end, scheme) as client:
        error = await failure(client)
    assert (TransportError, None, []) == (type(error), error.applied, loads)


async def test_a_server_that_sends_no_response(advance: Callable[[float], Awaitable[None]]) -> None:
    """The read timeout passes where no response comes, without aiohttp."""
    received = asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del writer
        await reader.readuntil(b"\r\n\r\n")
        received.set()
        await reader.read()

    async with served(wait) as client:
        task = asyncio.create_task(failure(client))
        await received.wait()
        await advance(30)
        error = await task
    assert (RequestTimeoutError, "read", None) == (type(error), error.limit, error.applied)


async def test_a_server_that_falls_silent_within_a_body(
    advance: Callable[[float], Awaitable[None]], head_read: asyncio.Event
) -> None:
    """The read timeout passes where a body does not end, and the operation was carried out."""
    async with served(in_pieces(response(200, JOB)[:-4])) as client:
        task = asyncio.create_task(failure(client, "get_campaign_job_status"))
        await head_read.wait()
        await advance(30)
        error = await task
    assert (RequestTimeoutError, "read", True) == (type(error), error.limit, error.applied)


async def test_a_handshake_that_does_not_end() -> None:
    """The connect timeout covers TLS, and nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        async with client_of(f"https://127.0.0.1:{silent.getsockname()[1]}", timeout=(0.05, 5)) as client:
            error = await failure(client)
    assert (RequestTimeoutError, "connect", False) == (type(error), error.limit, error.applied)


async def test_a_handshake_that_is_cancelled() -> None:
    """A call that is cancelled during the handshake leaves no connection open."""
    opened, ended = asyncio.Event(), asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        opened.set()
        await asyncio.gather(reader.read(), return_exceptions=True)
        writer.close()
        ended.set()

    async with await asyncio.start_server(wait, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with client_of(f"https://127.0.0.1:{port}") as client:
            task = asyncio.create_task(client.get_campaign_job_status(CID))
            await opened.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await ended.wait()


async def test_a_transport_that_is_lost_before_tls(monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
    """A connection that the event loop has lost when TLS begins is a failed connection."""

    async def lost(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", lost)
    async with client_of(script.address.replace("http:", "https:")) as client:
        error = await failure(client)
    assert (TransportError, False, []) == (type(error), error.applied, script.seen)


async def test_a_request_that_does_not_leave(loads: list[None]) -> None:
    """A request that the sockets do not take has the write timeout."""

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(200, JOB))
        await done.wait()  # and read nothing more
        writer.transport.abort()

    done = asyncio.Event()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    listener.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with (
        await asyncio.start_server(answer_once, sock=listener, limit=SMALL_BUFFER),
        client_of(address) as client,
    ):
        await client.get_campaign_job_status(CID)
        connection: Any = client._open_state().pool()._idle[0]
        transport = connection._opened.transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
        with pytest.raises(RequestTimeoutError) as failed:
            await client.with_options(timeout=(5, 0.1)).update_recipient(CID, CID, any_body(title="x" * 50_000))
        done.set()
    assert ("write", None, []) == (failed.value.limit, failed.value.applied, loads)


@pytest.mark.parametrize("title", ["x", "x" * 100_000])
async def test_a_response_of_a_service_that_ends_the_connection(title: str) -> None:
    """A refusal is read although the connection ends with it, of a small and of a large request."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(413, b'{"message": "no"}'))
        writer.close()

    async with served(refuse) as client:
        with pytest.raises(ApiError, match="413") as failed:
            await client.update_recipient(CID, CID, any_body(title=title))
    assert failed.value.applied is False


async def test_a_connection_that_the_server_closed_is_opened_again(script: Script, loads: list[None]) -> None:
    """A connection that ended while it was idle is replaced, without aiohttp."""
    script.answer = lambda _: response(200, JOB)
    async with client_of(script.address) as client:
        await client.get_campaign_job_status(CID)
        connection: Any = client._open_state().pool()._idle[0]
        connection._opened.transport.abort()
        await client.get_campaign_job_status(CID)
        await pause()
        assert [1, 2] == [seen.connection for seen in script.seen]
    assert [] == loads


async def test_a_proxy_is_left_to_aiohttp(monkeypatch: pytest.MonkeyPatch, loads: list[None]) -> None:
    """aiohttp opens a connection through a proxy."""  # noqa: D403
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with client_of("https://service.example") as client:
        error = await failure(client)
    assert (False, [None]) == (error.applied, loads)
    assert "the proxy 127.0.0.1:1 of HTTPS_PROXY" in str(error)
