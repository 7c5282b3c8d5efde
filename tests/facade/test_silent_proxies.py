"""A proxy or server that accepts a connection and then says nothing: the timeouts cover each handshake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

import httpx
import httpx2
import pytest
from facade.environments import ADDRESS, LIBRARIES, clear
from facade.stores import CID, ONCE, TLS, failure

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError

pytestmark = pytest.mark.own_connections
NO_AUTHENTICATION, WITH_PASSWORD = b"\x05\x00", b"\x05\x02"
PASSWORD_ACCEPTED = b"\x01\x00"
CONNECTED = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50"
TUNNEL = b"HTTP/1.1 200 X\r\n\r\n"
SOCKS, SOCKS_WITH_PASSWORD = "socks5://", "socks5h://user:password@"
CASES: dict[str, tuple[str, list[bytes]]] = {
    "socks, at the greeting": (SOCKS, []),
    "socks, at the password": (SOCKS_WITH_PASSWORD, [WITH_PASSWORD]),
    "socks, at the connection": (SOCKS_WITH_PASSWORD, [WITH_PASSWORD, PASSWORD_ACCEPTED]),
    "socks, at TLS with the service": (SOCKS, [NO_AUTHENTICATION, CONNECTED]),
    "at CONNECT": ("http://", []),
    "in the head": ("http://", [b"HTTP/1.1 200 X\r\n"]),
    "at TLS with the service": ("http://", [TUNNEL]),
    "at TLS with the proxy": ("https://", []),
}


@asynccontextmanager
async def silent_after(answers: list[bytes]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers so many messages, and then nothing; yields its address and what it received."""
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        with suppress(ConnectionError, asyncio.CancelledError):
            for answer in answers:
                received.append(await reader.read(65536))
                writer.write(answer)
            received.append(await reader.read())
        writer.close()

    tasks: list[Any] = []
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", received
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks)


def limits(case: str) -> tuple[str, ...]:
    """Return the limits that may pass: some libraries have a read timeout in the handshake of a proxy."""
    return ("connect",) if "TLS" in case else ("connect", "read")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", CASES)
async def test_a_silent_proxy(monkeypatch: pytest.MonkeyPatch, library: Literal["httpx", "aiohttp"], case: str) -> None:
    """A timeout ends each attempt, long before the deadline, and nothing was sent."""
    scheme, answers = CASES[case]
    if scheme.startswith("socks") and library == "aiohttp":
        pytest.skip("aiohttp has no SOCKS: see test_local_causes.py")
    clear(monkeypatch)
    async with silent_after(answers) as (proxy, received):
        monkeypatch.setenv("ALL_PROXY", f"{scheme}{proxy}")
        options: dict[str, Any] = {"base_url": ADDRESS, "timeout": 0.05, "retry": ONCE, "transport": library}
        async with TargetingClient("secret-token", **options) as client:
            error = await failure(client)
    assert (RequestTimeoutError, False) == (type(error), error.applied)
    assert error.limit in limits(case)
    assert f"(through the proxy {proxy} of ALL_PROXY)" in str(error)
    assert b"secret-token" not in b"".join(received)


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("hooks", [False, True])
async def test_a_silent_proxy_of_a_callers_client(library: Any, case: str, hooks: bool) -> None:
    """The same holds for the proxy of a caller's client, and the next call gets its connection.

    In one case httpcore itself keeps the connection in its pool for ever.
    """

    async def note(_: Any) -> None:
        pass

    scheme, answers = CASES[case]
    pool = library.Limits(max_connections=1)
    async with (
        silent_after(answers) as (proxy, _),
        library.AsyncClient(verify=TLS, proxy=f"{scheme}{proxy}", limits=pool) as own,
    ):
        own.event_hooks = {"request": [note] if hooks else []}
        client = TargetingClient("t", base_url=ADDRESS, http_client=own, timeout=0.05, retry=ONCE)
        for _ in range(1 if case == "at TLS with the service" else 2):
            with pytest.raises(RequestTimeoutError) as failed:
                await client.change_campaign_status(CID)
            assert False is failed.value.applied
            assert failed.value.limit in limits(case)


class Retrying(httpx.AsyncHTTPTransport):
    """A caller's transport that sends a request again, as some retry transports do."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and once more if that fails."""
        with suppress(Exception):
            return await super().handle_async_request(request)
        return await super().handle_async_request(request)


@pytest.mark.parametrize("first", ["silent", "closed"])
@pytest.mark.parametrize(
    ("second", "outcome"),
    [([], (RequestTimeoutError, False, "connect")), ([NO_AUTHENTICATION, CONNECTED], (TransportError, None, None))],
    ids=["silent", "connected"],
)
async def test_a_second_socks_handshake_in_an_attempt(first: str, second: list[bytes], outcome: Any) -> None:
    """A caller's transport may connect again: each handshake has the limit, and that of the last one counts."""
    connections: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        answers = [] if len(connections) == 1 else second
        for answer in answers:
            await reader.read(65536)
            writer.write(answer)
        with suppress(ConnectionError):
            await reader.read(65536)
            if not (answers or (len(connections) == 1 and first == "closed")):
                await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        proxy = f"{SOCKS}127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with httpx.AsyncClient(transport=Retrying(verify=TLS, proxy=proxy)) as own:
            options: dict[str, Any] = {"base_url": "http://127.0.0.1:1", "timeout": (0.05, 5), "deadline": 0.5}
            error = await failure(TargetingClient("t", http_client=own, retry=ONCE, **options))
        for writer in connections:
            writer.close()
    assert (outcome, 2) == ((type(error), error.applied, getattr(error, "limit", None)), len(connections))
