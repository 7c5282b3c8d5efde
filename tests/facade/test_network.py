"""TCP and TLS streams: what arrives is read in order, and each end is told from the others."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpcore
import httpx
import pytest
import trustme
from facade.environments import LIBRARIES, clear
from facade.stores import CID, JOB, ONCE, failure
from server import Script

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError
from epilot_targeting._transport.attempt import UnexpectedData
from epilot_targeting._transport.fork import detach_sockets
from epilot_targeting._transport.httpcore_errors import httpcore_errors
from epilot_targeting._transport.network_backend import NetworkBackend
from epilot_targeting._transport.receiving_protocol import READ_AHEAD
from epilot_targeting._transport.socket_state import is_readable
from epilot_targeting._transport.tls_records import RecordBoundaries

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LARGE = bytes(range(256)) * 16 * 1024
"""More than the buffers of two sockets on loopback hold."""
AUTHORITY = trustme.CA()
CLIENT = ssl.create_default_context()
AUTHORITY.configure_trust(CLIENT)
SERVICE = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
AUTHORITY.issue_cert("localhost").configure_cert(SERVICE)


@asynccontextmanager
async def connected(serve: Serve, **options: Any) -> AsyncIterator[Any]:
    """Connect to a server; what it does may break off."""

    async def serve_quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await serve(reader, writer)
        writer.transport.abort()

    async with await asyncio.start_server(serve_quietly, "127.0.0.1", 0, **options) as server:
        stream: Any = await NetworkBackend(httpcore_errors(httpcore)).connect_tcp(
            "127.0.0.1", server.sockets[0].getsockname()[1], timeout=5
        )
        try:
            yield stream
        finally:
            await stream.aclose()


async def all_of(stream: Any, size: int = 65536) -> bytes:
    """Read a stream to its end."""
    parts: list[bytes] = []
    while part := await stream.read(size, timeout=5):
        assert len(part) <= size
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("size", [1000, 65536, 2**20])
async def test_a_reader_that_is_slow(size: int) -> None:
    """A stream receives a little ahead of its reader, and then lets the other side wait."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        writer.write(LARGE)
        await writer.drain()
        writer.write_eof()
        await reader.read()

    async with connected(serve) as stream:
        await stream.write(b"go")
        async with asyncio.timeout(5):
            while stream._buffered <= READ_AHEAD:  # noqa: ASYNC110 (nothing tells)
                await asyncio.sleep(0)
        for _ in range(20):
            await asyncio.sleep(0)
        assert stream._buffered < 3 * READ_AHEAD
        assert LARGE == await all_of(stream, size)
        assert b"" == await stream.read(1)


async def test_a_writer_that_waits() -> None:
    """A write that the other side does not take at once goes on when it does."""
    received: list[int] = []
    begun = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await begun.wait()
        received.append(len(await reader.read(-1)))

    async with connected(serve, limit=1000) as stream:
        writing = asyncio.create_task(stream.write(LARGE, timeout=5))
        await asyncio.sleep(0)
        assert not writing.done()
        begun.set()
        await writing
        stream.transport.write_eof()
        async with asyncio.timeout(5):
            while not received:  # noqa: ASYNC110 (nothing tells)
                await asyncio.sleep(0)
    assert [len(LARGE)] == received


async def test_a_reset_while_a_write_waits() -> None:
    """A write that waits ends with the connection, and so does each that follows."""
    begun = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await begun.wait()
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    async with connected(serve, limit=1000) as stream:
        writing = asyncio.create_task(stream.write(LARGE, timeout=5))
        await asyncio.sleep(0)
        begun.set()
        with pytest.raises(httpcore.WriteError):
            await writing
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x")
        with pytest.raises(httpcore.ReadError):
            await stream.read(1)


async def test_a_stream_that_is_closed_writes_nothing() -> None:
    """A stream that was closed is over."""

    async def serve(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with connected(serve) as stream:
        await stream.write(b"x")
        await stream.aclose()
        assert stream.is_unusable
        assert is_readable(stream.transport)
        detach_sockets()
        with pytest.raises(httpcore.WriteError, match="closed"):
            await stream.write(b"y")


async def secured(serve: Serve, work: Callable[[Any], Awaitable[None]]) -> None:
    """Connect by TLS to a server, and do something with the stream."""
    async with connected(serve, ssl=SERVICE) as stream:
        await work(await stream.start_tls(CLIENT, "localhost", timeout=5))


@pytest.mark.parametrize("with_notice", [False, True])
async def test_the_end_of_a_tls_stream(with_notice: bool) -> None:
    """The end of a TLS stream reads as no bytes, with the notice of its end or without."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(2))
        await writer.drain()
        if with_notice:
            writer.close()
            await writer.wait_closed()

    async def work(stream: Any) -> None:
        await stream.write(b"go")
        assert b"go" == await all_of(stream)

    await secured(serve, work)


async def test_bytes_that_are_no_tls() -> None:
    """Bytes that are no TLS record end a TLS stream with an error in the words of the library."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(2)
        raw: Any = writer.transport
        raw._ssl_protocol._transport.write(b"no record" * 10)
        await reader.read()

    async def work(stream: Any) -> None:
        await stream.write(b"go")
        with pytest.raises(httpcore.ReadError, match="SSL"):
            await all_of(stream)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x")

    await secured(serve, work)


async def test_tls_in_tls() -> None:
    """A TLS stream may run inside another, as behind a proxy that is reached by TLS."""
    ready = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asyncio.get_running_loop().call_soon(ready.set)
        await writer.start_tls(SERVICE)
        writer.write(await reader.readexactly(2))
        await writer.drain()
        await reader.read()

    async def work(stream: Any) -> None:
        await ready.wait()
        inner = await stream.start_tls(CLIENT, "localhost", timeout=5)
        await inner.write(b"go")
        assert b"go" == await inner.read(10, timeout=5)

    await secured(serve, work)


async def test_data_that_waits_in_tls_in_tls() -> None:
    """A TLS stream inside another rejects data that arrived in the outer one before the first request."""
    ready = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asyncio.get_running_loop().call_soon(ready.set)
        await writer.start_tls(SERVICE)
        writer.write(b"nobody asked for this")
        await reader.read()

    async def work(stream: Any) -> None:
        await ready.wait()
        inner = await stream.start_tls(CLIENT, "localhost", timeout=5)
        async with asyncio.timeout(5):
            while not inner.has_unread:  # noqa: ASYNC110 (nothing tells)
                await asyncio.sleep(0)
        with pytest.raises(UnexpectedData):
            await inner.write(b"go")

    await secured(serve, work)


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6, 100, 10_000])
def test_the_boundaries_of_records(size: int) -> None:
    """The end of a record is found however the bytes are cut."""
    records = [b"\x17\x03\x03" + length.to_bytes(2) + bytes(length) for length in (0, 1, 300, 5)]
    ends = {sum(map(len, records[: count + 1])) for count in range(len(records))}
    stream, boundaries = b"".join(records), RecordBoundaries()
    for begin in range(0, len(stream), size):
        boundaries.feed(stream[begin : begin + size])
        assert (min(begin + size, len(stream)) in ends) == boundaries.is_whole
    assert boundaries.is_whole


async def test_connecting_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that does not come about in time is a timeout of its own kind."""

    async def hang(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", hang)
    with pytest.raises(httpcore.ConnectTimeout):
        await NetworkBackend(httpcore_errors(httpcore)).connect_tcp("127.0.0.1", 1, timeout=0.01)


@pytest.mark.own_connections
@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_time_limit_of_the_operating_system(monkeypatch: pytest.MonkeyPatch, library: Any) -> None:
    """If the kernel gives a connection up before `timeout`, the error names no timeout of the client."""

    async def fail(*_: Any, **__: Any) -> None:
        raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")

    clear(monkeypatch)
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _: False)
    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", fail)
    options: Any = {"transport": library, "retry": ONCE}
    async with TargetingClient("t", base_url="http://127.0.0.1:1", **options) as client:
        error = await failure(client)
    assert (TransportError, False) == (type(error), error.applied)
    assert f'ConnectError: "[Errno {errno.ETIMEDOUT}] Connection timed out"' in str(error)


@pytest.mark.own_connections
@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_long_limit_of_the_handshake(
    monkeypatch: pytest.MonkeyPatch, advance: Callable[[float], Awaitable[None]], library: Any
) -> None:
    """A TLS handshake may take as long as `timeout` says, also more than the minute that asyncio allows it."""

    async def stay_silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begun.set()
        await ended.wait()
        writer.transport.abort()

    clear(monkeypatch)
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _: False)
    begun, ended = asyncio.Event(), asyncio.Event()
    async with await asyncio.start_server(stay_silent, "127.0.0.1", 0) as server:
        options: Any = {"transport": library, "retry": ONCE, "timeout": (100.0, 5.0), "deadline": 500.0}
        address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with TargetingClient("t", base_url=address, ssl_context=CLIENT, **options) as client:
            call = asyncio.create_task(failure(client))
            await begun.wait()
            await advance(80)
            await asyncio.sleep(0.01)
            assert not call.done()
            await advance(30)
            error = await call
        ended.set()
    assert (RequestTimeoutError, "connect", False) == (type(error), error.limit, error.applied)


async def test_addresses_that_do_not_answer(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several addresses of a name the first that answers is used: one may refuse, and one be silent."""
    loop = asyncio.get_running_loop()
    connect, tried, refused = loop.create_connection, list[str](), asyncio.Event()

    async def connect_to(factory: Any, host: str, port: int) -> Any:
        tried.append(host)
        if host == "::2":
            await asyncio.Event().wait()
        if host == "127.0.0.3":
            refused.set()
            raise ConnectionRefusedError
        await refused.wait()
        return await connect(factory, "127.0.0.1", port)

    async def getaddrinfo(*_: Any, **__: Any) -> Any:
        found = [(socket.AF_INET6, "::2"), (socket.AF_INET, "127.0.0.2"), (socket.AF_INET, "127.0.0.3")]
        return [(family, 0, 0, "", (host, 0)) for family, host in found]

    monkeypatch.setattr(loop, "create_connection", connect_to)
    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr("epilot_targeting._transport.happy_eyeballs.NEXT_ADDRESS", 0.001)
    stream: Any = await NetworkBackend(httpcore_errors(httpcore)).connect_tcp(
        "service.example", int(script.address.rpartition(":")[2])
    )
    await stream.aclose()
    assert ["::2", "127.0.0.2", "127.0.0.3"] == tried


async def test_waiting_between_two_connections() -> None:
    """The pause between two tries to connect is a pause of the event loop."""
    await NetworkBackend(httpcore_errors(httpcore)).sleep(0)


async def test_a_connection_that_is_not_of_http_1() -> None:
    """Where a response tells of no parser, as with HTTP/2, its connection is left alone."""

    class Connection:
        async def aclose(self) -> None:
            raise AssertionError

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, content=JOB, headers={"content-type": "application/json"}, extensions={"network_stream": Connection()}
        )

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own:
        assert "queued" == (await TargetingClient("t", http_client=own).get_campaign_job_status(CID)).status
