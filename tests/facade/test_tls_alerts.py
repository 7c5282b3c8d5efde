"""TLS alerts of the server that arrive late: before the first request is written, or while one is written."""

from __future__ import annotations

import asyncio
import select
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
import trustme
from facade.environments import clear
from facade.stores import CID, ONCE, failure
from server import NOW

from epilot_targeting import TargetingClient, TransportError
from epilot_targeting._transport.aiohttp_connector import Connector
from epilot_targeting._transport.own_protocol import OwnProtocol
from epilot_targeting._transport.tcp_stream import TcpStream
from epilot_targeting._transport.tls_stream import TlsStream

pytestmark = pytest.mark.own_connections
LARGE: Any = {"title": "x" * 8 * 2**20}
"""More than the buffers of two sockets on loopback hold."""
AUTHORITY = trustme.CA()
Library = Literal["httpx", "httpx2", "aiohttp"]
LIBRARIES: tuple[Library, ...] = ("httpx", "httpx2", "aiohttp")


@pytest.fixture(params=[False, True], ids=["without the library", "by the library"])
def _library_use(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first request is sent by the HTTP library or without it."""
    clear(monkeypatch)
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _: request.param)


def service_context(*, requires_certificate: bool) -> ssl.SSLContext:
    """Return the TLS settings of a service that speaks TLS 1.3: there the client ends the handshake."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
    if requires_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
    return context


class AlertingService:
    """A service behind TLS that sends an alert, and then reads nothing more.

    Attributes:
        address: Its base URL.
        connections: The number of connections so far.
        received: The bytes of requests that it has decrypted.
    """

    def __init__(self, ending: str) -> None:
        self.connections, self.received = 0, b""
        self._ending = ending
        self._context = service_context(requires_certificate=ending == "certificate required")
        if "TLS 1.2" in ending:  # there the service ends the handshake
            self._context.minimum_version = self._context.maximum_version = ssl.TLSVersion.TLSv1_2
        self._over = asyncio.Event()

    @asynccontextmanager
    async def run(self) -> AsyncIterator[AlertingService]:
        """Serve on loopback."""
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**10) as server:
            self.address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            try:
                yield self
            finally:
                self._over.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self._context.wrap_bio(incoming, outgoing, server_side=True)
        try:
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    writer.write(outgoing.read())
                    incoming.write(await reader.read(2**16) or bytes(9))  # no record, at the end of the input
            writer.write(outgoing.read())
            if self._ending == "close notice":
                tls.unwrap()
            if self._ending == "alert in a request":
                writer.write(outgoing.read())
                incoming.write(await reader.read(100))
                incoming.write(b"\x17\x03\x03\x00\x20" + bytes(2**15))  # no record that the client has made
                while part := tls.read(2**16):
                    self.received += part
        except ssl.SSLError:
            pass
        writer.write(outgoing.read())
        if "end of the connection" in self._ending:
            writer.write_eof()
        await self._over.wait()
        writer.transport.abort()


@pytest.fixture
def context() -> ssl.SSLContext:
    """TLS settings of the client, without a client certificate."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def open_slowly(
    monkeypatch: pytest.MonkeyPatch, of_httpx: Callable[[Any], bool], of_aiohttp: Callable[[Any], bool]
) -> None:
    """Let the TLS handshake of a client end when its stream, or its protocol for aiohttp, has noticed something."""
    handshake, start_tls = TlsStream.handshake, OwnProtocol.start_tls
    create = Connector._create_connection

    async def handshake_slowly(stream: Any) -> None:
        await handshake(stream)
        async with asyncio.timeout(5):
            while not of_httpx(stream):  # noqa: ASYNC110 (there is nothing that would tell)
                await asyncio.sleep(0)

    async def start_slowly(protocol: Any, *arguments: Any) -> None:
        await start_tls(protocol, *arguments)
        async with asyncio.timeout(5):
            while not of_aiohttp(protocol):  # noqa: ASYNC110
                await asyncio.sleep(0)

    monkeypatch.setattr(TlsStream, "handshake", handshake_slowly)

    async def create_slowly(connector: Any, *arguments: Any) -> Any:
        protocol = await create(connector, *arguments)
        async with asyncio.timeout(5):
            while not of_aiohttp(protocol):  # noqa: ASYNC110
                await asyncio.sleep(0)
        return protocol

    monkeypatch.setattr(OwnProtocol, "start_tls", start_slowly)
    monkeypatch.setattr(Connector, "_create_connection", create_slowly)


@pytest.fixture
def _slow_handshake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The TLS handshake of a client ends when the alert that follows it has arrived."""
    open_slowly(monkeypatch, lambda stream: stream.has_unread, lambda own: own.has_early_data)


@pytest.mark.usefixtures("_library_use", "_slow_handshake")
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_an_alert_before_the_first_request(context: ssl.SSLContext, library: Library) -> None:
    """Nothing was sent: the error says so, and why, and a write is attempted again."""
    async with AlertingService("certificate required").run() as service:
        options: Any = {"base_url": service.address, "transport": library, "ssl_context": context, "retry": NOW}
        async with TargetingClient("t", **options) as client:
            error = await failure(client)
    assert (TransportError, False, 3, 3) == (type(error), error.applied, error.attempts, service.connections)
    assert "the server requires a TLS client certificate, which `ssl_context` sets: " in str(error)
    assert isinstance(error.__cause__, ssl.SSLError)


async def check_ended(context: ssl.SSLContext, library: Library, ending: str) -> None:
    """Check that a connection that the service ends after the handshake is no reason for an unknown outcome."""
    async with AlertingService(ending).run() as service:
        options: Any = {"base_url": service.address, "transport": library, "ssl_context": context, "retry": NOW}
        async with TargetingClient("t", **options) as client:
            error = await failure(client)
    assert (TransportError, False, 3, 3) == (type(error), error.applied, error.attempts, service.connections)
    assert "the connection was closed, or unexpected data arrived on it, before the request was sent" in str(error)


@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("way", ["poll", "select"])
async def test_the_end_of_the_connection_before_the_first_request(
    context: ssl.SSLContext, library: Library, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that the server ends after the handshake, without an alert, was not used: a write is repeated."""
    if way == "select":  # as on other systems than Linux
        monkeypatch.delattr(select, "POLLRDHUP", raising=False)
    open_slowly(
        monkeypatch,
        lambda stream: stream._lower.is_unusable,
        lambda own: own.transport is None or own.transport.is_closing(),
    )
    await check_ended(context, library, "end of the connection")


@pytest.mark.skipif(not hasattr(select, "POLLRDHUP"), reason="only Linux tells it before the event loop has read it")
@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_end_of_the_connection_together_with_the_handshake(context: ssl.SSLContext, library: Library) -> None:
    """With TLS 1.2 the service ends the handshake. The end of the connection is noticed if both arrive together."""
    await check_ended(context, library, "end of the connection with TLS 1.2")


@pytest.mark.usefixtures("_library_use", "_slow_handshake")
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
@pytest.mark.parametrize("way", ["poll", "select"])
async def test_a_close_notice_before_the_first_request(
    context: ssl.SSLContext, library: Library, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that the server ends at once was not used: nothing was sent."""
    if way == "select":
        monkeypatch.delattr(select, "POLLRDHUP", raising=False)
    async with AlertingService("close notice").run() as service:
        options: Any = {"base_url": service.address, "transport": library, "ssl_context": context, "retry": ONCE}
        async with TargetingClient("t", **options) as client:
            error = await failure(client)
    assert (TransportError, False) == (type(error), error.applied)
    assert "the connection was closed, or unexpected data arrived on it, before the request was sent" in str(error)


@pytest.mark.usefixtures("_slow_handshake")
async def test_an_alert_before_the_first_request_with_aiohttp(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With aiohttp, too, the error says that nothing was sent, and why."""
    monkeypatch.setattr("epilot_targeting._transport.aiohttp_connection.is_imported", lambda _: False)
    async with AlertingService("certificate required").run() as service:
        options: Any = {"base_url": service.address, "transport": "aiohttp", "ssl_context": context, "retry": ONCE}
        async with TargetingClient("t", **options) as client:
            error = await failure(client)
    assert (TransportError, False) == (type(error), error.applied)
    assert "the server requires a TLS client certificate, which `ssl_context` sets: " in str(error)
    assert isinstance(error.__cause__, ssl.SSLError)


@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_an_alert_while_a_request_is_written(context: ssl.SSLContext, library: Library) -> None:
    """A part of the request may have been read: the outcome is unknown, and the error quotes the alert."""
    async with AlertingService("alert in a request").run() as service:
        options: Any = {"base_url": service.address, "transport": library, "ssl_context": context, "retry": ONCE}
        async with TargetingClient("t", timeout=(5.0, 0.1), **options) as client:
            with pytest.raises(TransportError, match="ReadError") as failed:
                await client.update_recipient(CID, CID, LARGE)
    error = failed.value
    assert (TransportError, None) == (type(error), error.applied)
    assert "ALERT" in str(error).upper()
    assert isinstance(error.__cause__, ssl.SSLError)


@pytest.mark.usefixtures("_library_use")
async def test_a_certificate_that_is_not_trusted_on_a_connection_that_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the certificate, also if the alert of the client cannot be sent any more."""
    read = TcpStream.read

    async def read_to_the_end(stream: Any, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return data when the server has closed the connection."""
        data = await read(stream, max_bytes, timeout)
        stream.transport.abort()
        return data

    monkeypatch.setattr(TcpStream, "read", read_to_the_end)
    async with AlertingService("").run() as service:
        options: Any = {"base_url": service.address, "transport": "httpx", "retry": ONCE}
        async with TargetingClient("t", ssl_context=ssl.create_default_context(), **options) as client:
            error = await failure(client)
    assert (TransportError, False, ssl.SSLCertVerificationError) == (type(error), error.applied, type(error.__cause__))
    assert "certificate verify failed" in str(error)
