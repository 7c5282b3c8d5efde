"""Own connections with aiohttp: its exceptions, and the outcome that each proves."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import trustme
from aiohttp.client_reqrep import ConnectionKey
from facade.aiohttp_client import HEAD, client_of, ended
from facade.stores import CID, JOB, ONCE, calls, failure
from facade.tunnels import HOST, Service
from server import CLOSE, HANG, Script, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError
from epilot_targeting._transport.aiohttp_direct import WriteTimeout
from epilot_targeting._transport.attempt import Attempt
from epilot_targeting._transport.classify_error import record_error

pytestmark = pytest.mark.own_connections
KEY = ConnectionKey("service.example", 443, True, True, None, None, None)
REFUSED = OSError(111, "refused")
KINDS: list[tuple[Exception, bool, str, str]] = [
    (aiohttp.ClientConnectorError(KEY, REFUSED), False, "", "ClientConnector"),
    (aiohttp.ClientConnectorDNSError(KEY, REFUSED), False, "", "ClientConnector"),
    (aiohttp.ClientProxyConnectionError(KEY, REFUSED), False, "", "ClientProxyConnectionError"),
    (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "bad")), False, "", "ClientConnector"),
    (aiohttp.ClientConnectorCertificateError(KEY, ssl.CertificateError("bad")), False, "", "ClientConnector"),
    (aiohttp.ConnectionTimeoutError("words"), False, "connect", "connect timeout"),
    (aiohttp.SocketTimeoutError("words"), True, "read", "read timeout"),
    (WriteTimeout("words"), True, "write", "write timeout"),
    (aiohttp.ServerDisconnectedError("words"), True, "", "ServerDisconnectedError"),
    (aiohttp.ClientOSError(104, "words"), True, "", "ClientOSError"),
    (aiohttp.ClientConnectionResetError("words"), True, "", "ClientConnectionResetError"),
    (aiohttp.ClientPayloadError("words"), True, "", "ClientPayloadError"),
    (aiohttp.ClientConnectionError("words"), True, "", "ClientConnectionError"),
    (aiohttp.InvalidURL("words"), False, "", "InvalidUrl"),
]


@pytest.mark.parametrize(("error", "sent", "limit", "reason"), KINDS, ids=lambda one: type(one).__name__)
def test_what_each_exception_means(error: Exception, sent: bool, limit: str, reason: str) -> None:
    """The connector's record decides the outcome, whatever the exception is called."""
    for seen in (sent, True):
        attempt = Attempt()
        attempt.started = attempt.sent = seen
        record_error(attempt, error)
        assert (seen, limit, "timeout" if limit else "connection") == (attempt.sent, attempt.limit, attempt.fault)
        assert reason.lower() in attempt.reason.lower()
        assert "words" not in attempt.reason


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client whose retries have no pause."""
    async with client_of(script.address) as client:
        yield client


async def test_a_refused_port() -> None:
    """A refused connection means that nothing was sent, and even a write is retried."""
    async with Script() as gone:
        address = gone.address
    async with client_of(address) as client:
        error = await failure(client)
    assert ((TransportError, False, None), 3) == (ended(error), error.attempts)
    assert address.removeprefix("http://") in str(error)


async def test_a_host_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown host means that nothing was sent."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with client_of("https://service.invalid") as client:
        error = await failure(client)
    assert ((TransportError, False, None), 3) == (ended(error), error.attempts)
    assert "service.invalid:443" in str(error)


async def test_a_server_that_speaks_no_tls() -> None:
    """A server without TLS gets nothing that it could read as a request."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(await reader.read(1000))
        writer.write(b"HTTP/1.1 400 X\r\n\r\n")
        writer.close()

    came: list[bytes] = []
    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with client_of(f"https://127.0.0.1:{port}", retry=ONCE) as client:
            error = await failure(client)
    assert ((TransportError, False, None), 1) == (ended(error), len(came))
    assert b"HTTP" not in came[0]


@pytest.mark.parametrize("names", [["elsewhere.example"], ["127.0.0.1"]], ids=["another host", "unknown authority"])
async def test_a_certificate_that_is_no_good(monkeypatch: pytest.MonkeyPatch, names: list[str]) -> None:
    """Nothing is sent to a server whose certificate is invalid."""
    authority, settings = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(settings)
    if names != ["127.0.0.1"]:
        authority.configure_trust(trusting := ssl.create_default_context())
        monkeypatch.setattr("epilot_targeting._transport.tls_context.tls_context", lambda: trusting)
    async with Service(settings) as stranger, client_of(stranger.address.replace(HOST, "127.0.0.1")) as client:
        error = await failure(client)
        assert ((TransportError, False, None), 3, []) == (ended(error), error.attempts, stranger.seen)
    assert "certificate" in str(error).lower()


async def test_a_server_that_does_not_answer_the_handshake() -> None:
    """A handshake that hangs passes the connect timeout, which covers all that comes before the request."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}"
        async with client_of(address, timeout=(0.05, 5), retry=ONCE) as client:
            error = await failure(client)
    assert (RequestTimeoutError, False, "connect") == ended(error)


BROKEN: dict[str, tuple[bytes, bool | None]] = {
    "closed": (CLOSE, None),
    "garbage": (b"garbage\r\n\r\n", None),
    "inside the head": (HEAD + b"connection: close\r\ncontent-le", None),
    "a head without an end": (HEAD + b"x: " + b"y" * 200_000, None),
    "too many lines of a head": (HEAD + b"x: y\r\n" * 20_000, None),
    "two lengths": (HEAD + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{} ", None),
    "inside the body": (HEAD + b"content-length: 50\r\nconnection: close\r\n\r\n{}", True),
    "inside a chunk": (HEAD + b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n50\r\n{}", True),
    "between two chunks": (HEAD + b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\n{}\r\n", True),
    "no chunk": (HEAD + b"transfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\n{}\r\n", True),
}


@pytest.mark.parametrize("which", BROKEN)
@pytest.mark.parametrize("operation", ["change_campaign_status", "update_recipient"])
async def test_a_broken_response_to_a_write(
    script: Script, client: TargetingClient, which: str, operation: str
) -> None:
    """A write with a broken response is sent once, and its error has the outcome."""
    answer, applied = BROKEN[which]
    script.answer = lambda _: answer
    arguments: tuple[Any, ...] = (CID, CID, {}) if operation == "update_recipient" else (CID,)
    with pytest.raises(TransportError) as failed:
        await getattr(client, operation)(*arguments)
    assert ((TransportError, applied, None), 1, 1) == (ended(failed.value), failed.value.attempts, calls(script))


@pytest.mark.parametrize("which", BROKEN)
async def test_a_broken_response_to_a_read(script: Script, client: TargetingClient, which: str) -> None:
    """A read with a broken response is retried by the policy, and counted."""
    script.answer = lambda _: BROKEN[which][0] if calls(script) < 3 else response(200, JOB)
    received = await client.raw.get_campaign_job_status(CID)
    assert (3, 3) == (received.attempts, calls(script))


@pytest.mark.parametrize(("answer", "applied"), [(HANG, None), (HEAD + b"content-length: 9\r\n\r\n{}", True)])
async def test_a_server_that_falls_silent(
    advance: Callable[[float], Awaitable[None]], head_read: asyncio.Event, answer: bytes, applied: bool | None
) -> None:
    """The read timeout passes if a server falls silent, before the head or inside the body."""
    asked, held = asyncio.Event(), asyncio.Event()

    class Silent(Script):
        async def _serve_connection(self, reader: Any, writer: Any, connection: int) -> None:
            await reader.readuntil(b"\r\n\r\n")
            asked.set()
            writer.write(b"" if answer == HANG else answer)
            await held.wait()

    async with Silent() as silent, client_of(silent.address, retry=ONCE) as client:
        call = asyncio.create_task(failure(client))
        await (asked if answer == HANG else head_read).wait()
        await advance(30)
        error = await call
        held.set()
    assert (RequestTimeoutError, applied, "read") == ended(error)


async def test_a_head_of_nearly_the_cap_is_read(script: Script, client: TargetingClient) -> None:
    """A head of nearly the maximum length is read."""
    script.answer = lambda _: response(200, JOB, f"x-long: {'y' * 60_000}")
    received = await client.raw.get_campaign_job_status(CID)
    assert 60_000 == len(received.headers["x-long"])
