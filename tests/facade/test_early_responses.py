"""A response that arrives while the request is still being written is read before the attempt fails."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Any, Literal

import pytest
import trustme
from facade.early_services import EarlyService, Ending
from facade.environments import LIBRARIES
from facade.stores import CID, JOB, ONCE
from server import response

from epilot_targeting import ApiError, RequestTimeoutError, TargetingClient
from epilot_targeting._response.error_class_by_status import error_class

pytestmark = pytest.mark.own_connections
LARGE: Any = {"title": "x" * 8 * 2**20}
"""More than the buffers of two sockets on loopback hold."""
SMALL: Any = {"title": "x" * 50_000}
SMALL_BUFFER = 4096  # bytes
Library = Literal["httpx", "httpx2", "aiohttp"]


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """TLS settings of a service that the client trusts."""
    authority = trustme.CA()
    settings, trusting = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(settings)
    authority.configure_trust(trusting)
    monkeypatch.setattr("epilot_targeting._transport.tls_context.tls_context", lambda: trusting)
    return settings


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("ending", ["close", "reset"])
@pytest.mark.parametrize("status", [400, 401, 413, 431])
async def test_an_early_response_is_read(
    context: ssl.SSLContext, library: Library, secure: bool, ending: Ending, status: int
) -> None:
    """A service that refuses a request and ends the connection is understood, however the connection ends."""
    with EarlyService(status, ending, context if secure else None) as service:
        async with TargetingClient("t", base_url=service.address, transport=library, retry=ONCE) as client:
            for _ in range(3):
                with pytest.raises(error_class(status)) as failed:
                    await client.update_recipient(CID, CID, LARGE)
                error = failed.value
                assert isinstance(error, ApiError)
                assert (status, False, "not like this") == (error.status_code, error.applied, error.message)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
async def test_an_early_response_on_a_connection_that_stays_open(
    context: ssl.SSLContext, library: Library, secure: bool
) -> None:
    """The response of a service that stops reading is read at the latest when the write timeout passes."""
    with EarlyService(413, "stay", context if secure else None) as service:
        options = {"base_url": service.address, "timeout": (5.0, 0.1)}
        async with TargetingClient("t", transport=library, retry=ONCE, **options) as client:  # type: ignore[arg-type]
            with pytest.raises(ApiError, match="413") as failed:
                await client.update_recipient(CID, CID, LARGE)
    assert False is failed.value.applied


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("ending", ["close", "reset", "stay"])
async def test_an_early_response_on_a_used_connection(
    context: ssl.SSLContext, library: Library, secure: bool, ending: Ending
) -> None:
    """An early response is read on a connection that has carried a request before, too, and ends it."""
    first = response(200, JOB)
    with EarlyService(413, ending, context if secure else None, first=first) as service:
        options = {"base_url": service.address, "timeout": (5.0, 0.1)}
        async with TargetingClient("t", transport=library, retry=ONCE, **options) as client:  # type: ignore[arg-type]
            await client.get_campaign_job_status(CID)
            with pytest.raises(ApiError, match="413") as failed:
                await client.update_recipient(CID, CID, LARGE)
            assert [] == client._open_state().pool()._idle
    assert False is failed.value.applied


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
async def test_a_service_that_takes_no_more(context: ssl.SSLContext, library: Library, secure: bool) -> None:
    """Without a response the write timeout passes, although session tickets have arrived."""
    with EarlyService(0, "stay", context if secure else None) as service:
        options = {"base_url": service.address, "timeout": (5.0, 0.1)}
        async with TargetingClient("t", transport=library, retry=ONCE, **options) as client:  # type: ignore[arg-type]
            with pytest.raises(RequestTimeoutError) as failed:
                await client.update_recipient(CID, CID, LARGE)
    assert ("write", None) == (failed.value.limit, failed.value.applied)


async def test_a_small_request_that_does_not_leave() -> None:
    """With aiohttp, too, a request on an open connection has the write timeout if the sockets do not take it."""

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(response(200, JOB))
        await done.wait()  # and read nothing more
        writer.transport.abort()

    done = asyncio.Event()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    listener.bind(("127.0.0.1", 0))
    options: dict[str, Any] = {
        "base_url": f"http://127.0.0.1:{listener.getsockname()[1]}",
        "timeout": (5.0, 0.1),
        "retry": ONCE,
    }
    async with (
        await asyncio.start_server(answer_once, sock=listener, limit=SMALL_BUFFER),
        TargetingClient("t", transport="aiohttp", **options) as client,
    ):
        await client.get_campaign_job_status(CID)
        connection: Any = client._open_state().pool()._idle[0]
        transport = connection._opened.transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
        with pytest.raises(RequestTimeoutError) as failed:
            await client.update_recipient(CID, CID, SMALL)
        done.set()
    assert ("write", None) == (failed.value.limit, failed.value.applied)
