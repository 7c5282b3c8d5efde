"""Broken connections: the error says how, in the words of the library, and shows no secret."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import trustme
from facade.environments import ADDRESS, LIBRARIES, clear
from facade.stores import CID, ONCE, TLS, failure
from facade.tunnels import HOST, Proxy
from server import CLOSE, NOW, Script, any_body, response

from epilot_targeting import TargetingClient, TransportError
from epilot_targeting._transport.tls_context import tls_context

pytestmark = pytest.mark.own_connections
SECRETS = ("secret-token", "searched-for", "Searched for", "password", "cGFzc3dvcmQ", "given-name", "a-header-value")
TRANSPORTS = (*LIBRARIES, "client of httpx", "client of httpx2")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    clear(monkeypatch)
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


@asynccontextmanager
async def client_of(address: str, transport: str, **options: Any) -> AsyncIterator[TargetingClient]:
    """A client that sends once, with each transport."""
    own: dict[str, Any] = {"client of httpx": httpx.AsyncClient, "client of httpx2": httpx2.AsyncClient}
    settings: dict[str, Any] = {"base_url": address, "retry": ONCE, "headers": {"x-more": "a-header-value"}, **options}
    if transport not in own:
        async with TargetingClient("secret-token", transport=transport, **settings) as client:  # type: ignore[arg-type]
            yield client
        return
    async with own[transport](verify=TLS) as http:
        yield TargetingClient("secret-token", http_client=http, **settings)


def shows_no_secret(error: BaseException) -> bool:
    """Return whether neither an error nor its cause shows a secret."""
    cause = error.__cause__
    shown = f"{error}{error!r}{vars(error)}{cause}{cause!r}{None if cause is None else vars(cause)}"
    return not [secret for secret in SECRETS if secret.lower() in shown.lower()]


CUT = b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 9\r\nconnection: close\r\n\r\n{}"
CUT_CHUNK = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n5\r\n{}"
WORDS: dict[str, tuple[bytes, str, str]] = {
    "closed": (CLOSE, "Server disconnected without sending a response.", "Server disconnected"),
    "no HTTP": (b"220 mail\r\n\r\n", "illegal status line: [redacted]", "Bad status line"),
    "truncated": (CUT, "without sending complete message body (received 2 bytes, expected 9)", "is not completed"),
    "truncated chunk": (CUT_CHUNK, "incomplete chunked read", "is not completed"),
}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("case", WORDS)
async def test_a_broken_response_reads_as_it_broke(script: Script, transport: str, case: str) -> None:
    """A server that closed, one that speaks no HTTP and a truncated response read differently."""
    answer, of_httpx, of_aiohttp = WORDS[case]
    script.answer = lambda _: answer
    async with client_of(script.address, transport) as client:
        error = await failure(client, "get_campaign_job_status")
    words = of_aiohttp if transport == "aiohttp" else of_httpx
    assert words in str(error)
    assert f'Error: "{str(error).partition(chr(34))[2].partition(chr(34))[0]}"' in str(error)
    assert isinstance(error.__cause__, ConnectionError)
    assert words in str(error.__cause__)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_server_that_returns_the_request(transport: str) -> None:
    """A server that is none of HTTP and returns what it got makes no secret of the request appear."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received = await reader.readuntil(b"\r\n\r\n")
        lines = received.split(b"\r\n")
        received += await reader.read(int(next(line for line in lines if b"length" in line.lower()).split()[1]))
        writer.write(b" ".join(received.split(b"\r\n")[::-1]) + b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with client_of(address, transport) as client:
            with pytest.raises(TransportError) as failed:
                await client.update_recipient(CID, CID, any_body(title="given-name"))
            assert "[redacted]" in str(failed.value)
            assert shows_no_secret(failed.value)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("q", ["Searched for", "Ann"])
async def test_a_server_that_returns_the_query(script: Script, transport: str, q: str) -> None:
    """A status line with the query of the request is not shown."""
    script.answer = lambda seen: b"no HTTP: " + seen.line.encode() + b" " + q.encode() + b"\r\n\r\n"
    async with client_of(script.address, transport) as client:
        with pytest.raises(TransportError, match=r"tatus line: .*\[redacted\]") as failed:
            await client.get_recipients(CID, q=q)
    assert shows_no_secret(failed.value)
    assert f"q={q}" not in str(failed.value)


@pytest.mark.parametrize("transport", LIBRARIES)
@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
@pytest.mark.parametrize("credentials", ["", "user@", "user:password@"])
async def test_a_dead_proxy_is_named(
    monkeypatch: pytest.MonkeyPatch, transport: str, operation: str, credentials: str
) -> None:
    """The error names the proxy by host, port and variable, without its credentials."""
    async with Proxy() as gone:
        monkeypatch.setenv("ALL_PROXY", f"http://{credentials}{gone.address}")
    async with client_of(ADDRESS, transport) as client:
        error = await failure(client, operation)
    assert f"(through the proxy {gone.address} of ALL_PROXY)" in str(error)
    assert (TransportError, False) == (type(error), error.applied)
    assert isinstance(error.__cause__, ConnectionRefusedError)
    assert shows_no_secret(error)


@pytest.mark.parametrize("transport", LIBRARIES)
@pytest.mark.parametrize("status", [403, 407, 502])
async def test_a_proxy_that_refuses_keeps_its_status(
    monkeypatch: pytest.MonkeyPatch, transport: str, status: int
) -> None:
    """The status of a proxy and its words stand in the error, but not the credentials that it repeats."""
    async with Proxy() as proxy:
        proxy.answer = b"HTTP/1.1 %d No password for cGFzc3dvcmQ6cGFzc3dvcmQ=\r\ncontent-length: 0\r\n\r\n" % status
        monkeypatch.setenv("HTTPS_PROXY", f"http://password:password@{proxy.address}")
        async with client_of(ADDRESS, transport) as client:
            error = await failure(client)
    assert f'ProxyError: "{status} No [redacted] for [redacted]" (through the proxy {proxy.address}' in str(error)
    assert (TransportError, False) == (type(error), error.applied)
    assert shows_no_secret(error)


@contextmanager
def demanding(context: ssl.SSLContext, *, resets: bool) -> Iterator[int]:
    """A server that ends each connection without a client certificate with an alert, and with a reset or not."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as served:
                with suppress(OSError):
                    served.do_handshake()
                if not resets:
                    socket.socket.recv(served, 65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
async def test_a_client_certificate_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, transport: str, operation: str
) -> None:
    """The error says that the server requires a TLS client certificate.

    The streams of a caller's client lose the alert if a reset follows it at once.
    """
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setitem(globals(), "TLS", ssl.create_default_context(cafile=tmp_path / "ca.pem"))
    with demanding(context, resets=transport in LIBRARIES) as port:
        async with client_of(f"https://127.0.0.1:{port}", transport) as client:
            error = await failure(client, operation)
    assert "the server requires a TLS client certificate, which `ssl_context` sets: " in str(error)
    assert isinstance(error.__cause__, ssl.SSLError)


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("kind", [ValueError, RuntimeError, LookupError, OSError, httpx.LocalProtocolError])
async def test_what_a_callers_transport_raises(library: Any, kind: type[Exception]) -> None:
    """The words of the caller's own transport are shown, with secrets redacted."""

    def sign(request: Any) -> Any:
        raise kind(f"signing key /etc/key.pem not found for {request.headers['authorization']} {request.url.query}")

    async with library.AsyncClient(transport=library.MockTransport(sign)) as own:
        client = TargetingClient("secret-token", http_client=own, retry=NOW)
        with pytest.raises(
            TransportError, match="signing key /etc/key.pem not found for".replace(".", "[.]")
        ) as failed:
            await client.get_recipients(CID, q="searched-for")
    assert f'{kind.__name__}: "signing key' in str(failed.value)
    assert shows_no_secret(failed.value)
    assert (kind if kind in (ValueError, RuntimeError, LookupError) else ConnectionError) is type(
        failed.value.__cause__
    )


async def test_what_a_callers_hook_raises(script: Script) -> None:
    """The words of a hook of the caller's client are shown too."""

    async def sign(_: httpx.Request) -> None:
        raise ValueError("signing key not found")

    async with httpx.AsyncClient(verify=TLS, event_hooks={"request": [sign]}) as own:
        client = TargetingClient("secret-token", base_url=script.address, http_client=own, retry=NOW)
        with pytest.raises(TransportError, match='ValueError: "signing key not found"'):
            await client.change_campaign_status(CID)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_name_that_is_unknown(transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed look-up reads in the words of the resolver, and is the cause."""

    async def getaddrinfo(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    async with client_of(f"https://{HOST}", transport) as client:
        error = await failure(client)
    assert "Name or service not known" in str(error)
    assert isinstance(error.__cause__, socket.gaierror)


@pytest.mark.parametrize("transport", LIBRARIES)
async def test_an_object_store_that_breaks_off(transport: str, script: Script, store: Script) -> None:
    """A failed download says how, and shows nothing of the presigned address."""
    reference = b'{"$payload_ref": "%s/secret-path/large?X-Amz-Signature=searched-for"}' % store.address.encode()
    script.answer = lambda _: response(200, reference, media_type="application/large-response.vnd+json")
    store.answer = lambda seen: b"no HTTP: " + seen.line.encode() + b"\r\n\r\n"
    async with client_of(script.address, transport, payload_hosts=["127.0.0.1"]) as client:
        error = await failure(client)
    assert "the connection to the object store failed: " in str(error)
    assert ("tatus line: " in str(error), True) == (shows_no_secret(error), error.applied)
    assert "no HTTP" not in str(error)
    assert "secret-path" not in str(error) + str(error.__cause__)
