"""Connections that are opened without the HTTP library, where the program has not imported it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx
import httpx2
import pytest
import trustme
from facade.environments import clear
from facade.stores import JOB, ONCE
from facade.tunnels import HOST, Service
from operations import CID
from server import CLOSE, Script, response

from epilot_targeting import ConfigurationError, RequestTimeoutError, TargetingClient, TransportError
from epilot_targeting._transport.aiohttp_connection import AiohttpConnection
from epilot_targeting._transport.aiohttp_session import AiohttpSession
from epilot_targeting._transport.httpx_connection import HttpxConnection

pytestmark = pytest.mark.own_connections
INTERIM = b"HTTP/1.1 103 X\r\n\r\n" + response(200, JOB)
"""A response that the library has to read."""
LIBRARIES = {"httpx": httpx, "httpx2": httpx2, "aiohttp": aiohttp}
WITH_TRANSPORT = {"httpx": httpx, "httpx2": httpx2}
CONNECTIONS: dict[str, tuple[Any, str]] = {
    "httpx": (HttpxConnection, "_hand_over"),
    "httpx2": (HttpxConnection, "_hand_over"),
    "aiohttp": (AiohttpConnection, "_load"),
}
"""The method by which a library takes a connection over."""


@pytest.fixture(autouse=True)
def imported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the client find that the program has imported no library but those of the list."""
    clear(monkeypatch)
    names: list[str] = []
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", names.__contains__)
    return names


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the requests that the libraries send, or whose responses they read, as if a tool recorded them."""
    found: list[str] = []
    monkeypatch.setattr(AiohttpSession, "is_needed", True)
    for name in ("send", "read"):
        method: Any = getattr(AiohttpSession, name)

        async def seen(self: Any, prepared: Any, attempt: Any, method: Any = method) -> None:
            found.append(urlsplit(prepared.url.reveal()).path)
            await method(self, prepared, attempt)

        monkeypatch.setattr(AiohttpSession, name, seen)
    for library in WITH_TRANSPORT.values():
        kind: Any = library.AsyncHTTPTransport
        send = kind.handle_async_request

        async def noted(self: Any, request: Any, send: Any = send) -> Any:
            found.append(request.url.path)
            return await send(self, request)

        monkeypatch.setattr(kind, "handle_async_request", noted)
    return found


@pytest.fixture(params=["http", "https"])
async def service(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Script, ssl.SSLContext | None]]:
    """A service with and without TLS, and the TLS settings for it."""
    if request.param == "http":
        async with Script() as server:
            yield server, None
        return
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    async with Service(context) as server:
        server.address = server.address.replace(HOST, "localhost")
        yield server, trusted


@pytest.fixture(params=LIBRARIES)
def client(request: pytest.FixtureRequest, service: tuple[Script, ssl.SSLContext | None]) -> TargetingClient:
    """A client of the service."""
    server, context = service
    server.answer = lambda _: response(200, JOB)
    return TargetingClient("t", base_url=server.address, ssl_context=context, transport=request.param, retry=ONCE)


async def statuses(client: TargetingClient, number: int) -> list[str | None]:
    """Return what a number of calls returns."""
    async with client:
        return [(await client.get_campaign_job_status(CID)).status for _ in range(number)]


async def test_requests_need_no_library(client: TargetingClient, calls: list[str], service: Any) -> None:
    """All requests of a connection are sent without the library."""
    assert ["queued"] * 3 == await statuses(client, 3)
    assert ([], {1}) == (calls, {seen.connection for seen in service[0].seen})


@pytest.mark.parametrize("position", [0, 1])
async def test_the_library_reads_what_is_not_usual(
    client: TargetingClient, calls: list[str], service: Any, position: int
) -> None:
    """The library reads a response after an interim one, and keeps the connection; nothing is sent twice."""
    server = service[0]
    server.answer = lambda _: INTERIM if len(server.seen) == 1 + position else response(200, JOB)
    assert ["queued"] * 3 == await statuses(client, 3)
    assert (3, {1}) == (len(server.seen), {seen.connection for seen in server.seen})
    assert 1 <= len(calls)


async def test_a_library_that_is_imported_later_sees_the_requests(
    client: TargetingClient, calls: list[str], service: Any, imported: list[str]
) -> None:
    """Once the program has imported the library, its tools see the requests, on the connection that is open."""
    async with client:
        await client.get_campaign_job_status(CID)
        imported.append(client.options.transport)
        await client.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    assert (2, 3) == (len(calls), len(service[0].seen))
    assert {1} == {seen.connection for seen in service[0].seen}


async def test_a_library_that_is_unsuitable(
    client: TargetingClient, service: Any, imported: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the program imports an unsupported version later, the error names it, and nothing is sent."""

    def refuse(*_: object) -> None:
        raise ConfigurationError("unsupported")

    await client.get_campaign_job_status(CID)
    imported.append(client.options.transport)
    monkeypatch.setattr("epilot_targeting._transport.httpx_connection.check_library", refuse)
    monkeypatch.setattr("epilot_targeting._transport.aiohttp_session.use_protocol", refuse)
    with pytest.raises(ConfigurationError, match="unsupported") as failed:
        await client.change_campaign_status(CID)
    assert (False, 1) == (failed.value.applied, len(service[0].seen))
    await client.aclose()


@pytest.mark.parametrize("earlier", [0, 1])
async def test_a_library_that_is_unsuitable_for_an_unusual_request(
    client: TargetingClient, service: Any, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    """If only an unusual request needs the library, and its version is not supported, nothing is sent."""

    def refuse(*_: object) -> None:
        raise ConfigurationError("unsupported")

    monkeypatch.setattr("epilot_targeting._transport.httpx_connection.check_library", refuse)
    monkeypatch.setattr("epilot_targeting._transport.aiohttp_session.use_protocol", refuse)
    async with client:
        for _ in range(earlier):
            await client.get_campaign_job_status(CID)
        with pytest.raises(ConfigurationError, match="unsupported") as failed:
            await client.request("OPTIONS", "/v1/x")
    assert (False, earlier) == (failed.value.applied, len(service[0].seen))


async def test_an_unusual_request_is_left_to_the_library(client: TargetingClient, calls: list[str]) -> None:
    """A request that cannot be serialised as usual is sent by the library, at first and on an open connection."""
    async with client:
        await client.request("OPTIONS", "/v1/x")
        await client.request("GET", "/v1/y")
        await client.aclose()
    assert "/v1/x" in calls
    calls.clear()
    async with client:
        await client.get_campaign_job_status(CID)
        await client.request("OPTIONS", "/v1/z")
    assert ["/v1/z"] == calls


async def test_a_failed_connection(client: TargetingClient, service: Any) -> None:
    """Where nothing listens, the error says that nothing was sent, and names the reason."""
    server = service[0]
    server._server.close()
    with pytest.raises(TransportError, match="ConnectError") as failed:
        await client.get_campaign_job_status(CID)
    assert (False, ConnectionRefusedError) == (failed.value.applied, type(failed.value.__cause__))


async def test_a_response_that_does_not_come(client: TargetingClient, service: Any) -> None:
    """A response that does not come in time is a timeout of unknown outcome."""
    service[0].answer = lambda _: b"hang"
    with pytest.raises(RequestTimeoutError) as failed:
        await client.with_options(timeout=(5, 0.1)).update_recipient(CID, CID, {"automation_status": "pending"})
    assert ("read", None) == (failed.value.limit, failed.value.applied)


async def test_a_connection_that_ends_without_a_response(client: TargetingClient, service: Any) -> None:
    """A connection that ends without a response is a failure of unknown outcome."""
    service[0].answer = lambda _: CLOSE
    with pytest.raises(TransportError) as failed:
        await client.update_recipient(CID, CID, {"automation_status": "pending"})
    assert (None, 1) == (failed.value.applied, len(service[0].seen))


@pytest.mark.parametrize("steps", range(4))
async def test_a_call_that_ends_while_the_library_takes_over(
    client: TargetingClient, service: Any, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """A call that is cancelled while the library takes the connection over leaves no connection open."""
    server = service[0]
    server.answer = lambda _: INTERIM
    kind, name = CONNECTIONS[client.options.transport]
    hand_over: Any = getattr(kind, name)
    task = asyncio.create_task(client.get_campaign_job_status(CID))

    def cancel_after(left: int) -> None:
        if left:
            asyncio.get_running_loop().call_soon(cancel_after, left - 1)
        else:
            task.cancel()

    def handed_over(self: Any, *given: Any) -> Any:
        single = hand_over(self, *given)
        cancel_after(steps)
        return single

    monkeypatch.setattr(kind, name, handed_over)
    with suppress(asyncio.CancelledError):  # not each library needs a step of the event loop
        await task
    await client.aclose()
    await server.until(lambda: server.open == 0)


@pytest.mark.parametrize("client", WITH_TRANSPORT, indirect=True)
async def test_a_mock_that_answers_leaves_no_connection_open(
    client: TargetingClient, service: Any, imported: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a mock answers in place of the library, the connection that was open is closed."""
    server, transport = service[0], client.options.transport
    library: Any = LIBRARIES[transport]

    async def answer(*_: Any) -> Any:
        return library.Response(200, json={"status": "done"})

    await client.get_campaign_job_status(CID)
    imported.append(transport)
    monkeypatch.setattr(library.AsyncHTTPTransport, "handle_async_request", answer)
    assert "done" == (await client.get_campaign_job_status(CID)).status
    await server.until(lambda: server.open == 0)
    await client.aclose()


@pytest.mark.parametrize("service", ["https"], indirect=True)
async def test_a_server_without_trust(service: Any) -> None:
    """A certificate that is not trusted fails before anything is sent."""
    server = service[0]
    with pytest.raises(TransportError, match="certificate") as failed:
        await TargetingClient("t", base_url=server.address, retry=ONCE).get_campaign_job_status(CID)
    assert (False, []) == (failed.value.applied, server.seen)
