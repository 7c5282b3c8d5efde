"""Responses with a status of 1xx: they are skipped, the read timeout continues, and no protocol is switched."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from facade.environments import LIBRARIES
from facade.stores import CID, JOB, ONCE, failure
from server import Script, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]


@pytest.fixture(params=["without the library", "by the library", "by a session of aiohttp"])
def _library_use(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The response is read on a connection that was opened without the library, or by it."""
    for module in ("httpx_connection", "aiohttp_connection"):
        by_library = request.param != "without the library"
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _, by=by_library: by)
    if request.param == "by a session of aiohttp":
        monkeypatch.setattr("epilot_targeting._transport.aiohttp_session.is_own_method", lambda *_: False)


def client_of(script: Script, library: Library) -> TargetingClient:
    """Return a client that sends once, and reads for a tenth of a second."""
    options: dict[str, Any] = {"retry": ONCE, "timeout": (5.0, 0.1), "deadline": 10.0}
    return TargetingClient("t", base_url=script.address, transport=library, **options)


@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("head", [b"100 Continue", b"103 Early Hints\r\nlink: </a>", b"199 X"])
async def test_silence_after_an_informational_response(script: Script, library: Library, head: bytes) -> None:
    """The read timeout passes after it, too."""
    script.closes = False
    script.answer = lambda _: b"HTTP/1.1 " + head + b"\r\n\r\n"
    async with client_of(script, library) as client:
        error = await failure(client)
    assert (RequestTimeoutError, "read", None) == (type(error), error.limit, error.applied)


@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_response_after_informational_ones(script: Script, library: Library) -> None:
    """The final response is the one that counts, and the connection is used again."""
    script.answer = lambda _: b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nlink: </a>\r\n\r\n" + response(200, JOB)
    async with client_of(script, library) as client:
        for _ in range(2):
            assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert 1 == script.connections


@pytest.mark.usefixtures("_library_use")
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("headers", [b"", b"upgrade: x\r\nconnection: upgrade\r\n"])
async def test_a_switch_of_protocols(script: Script, library: Library, headers: bytes) -> None:
    """A switch that no request has asked for is no usable response."""
    script.closes = False
    script.answer = lambda _: b"HTTP/1.1 101 X\r\n" + headers + b"\r\n"
    async with client_of(script, library) as client:
        error = await failure(client)
    assert (TransportError, None) == (type(error), error.applied)
