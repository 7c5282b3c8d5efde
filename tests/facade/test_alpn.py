"""`ssl_context` is not changed: it keeps its ALPN protocols, which other programs may need."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Literal

import pytest
import trustme
from facade.environments import clear
from facade.stores import CID, ONCE, failure
from facade.tunnels import HOST, Proxy, Service

from epilot_targeting import TargetingClient, TransportError

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]
LIBRARIES: tuple[Library, ...] = ("httpx", "httpx2", "aiohttp")
AUTHORITY = trustme.CA()


@pytest.fixture(params=[False, True], ids=["without the library", "by the library"], autouse=True)
def _library_use(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is opened by the HTTP library or without it."""
    clear(monkeypatch)
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _: request.param)


def context_of(*protocols: str) -> ssl.SSLContext:
    """Return TLS settings of a client that offers these protocols."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    context.set_alpn_protocols(list(protocols))
    return context


def service_of(*protocols: str) -> Service:
    """Return a service that chooses the first of these protocols that a client offers."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert("127.0.0.1", HOST).configure_cert(context)
    context.set_alpn_protocols(list(protocols))
    return Service(context)


async def chosen(service: Service, context: ssl.SSLContext) -> str | None:
    """Return the protocol that a service chooses for a client of other code."""
    _, writer = await asyncio.open_connection("127.0.0.1", service.port, ssl=context)
    protocol: str | None = writer.get_extra_info("ssl_object").selected_alpn_protocol()
    writer.transport.abort()
    return protocol


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("through", ["nothing", "a proxy"])
async def test_a_context_keeps_its_protocols(library: Library, through: str) -> None:
    """Other code that uses the same context negotiates HTTP/2 afterwards, as before."""
    context = context_of("h2", "http/1.1")
    async with service_of("http/1.1") as service, service_of("h2") as other, Proxy() as proxy:
        address = service.address.replace(HOST, "127.0.0.1") if through == "nothing" else service.address
        options: Any = {"proxy": None if through == "nothing" else f"http://{proxy.address}"}
        async with TargetingClient("t", base_url=address, transport=library, ssl_context=context, **options) as client:
            await client.get_campaign_job_status(CID)
        assert "h2" == await chosen(other, context)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_server_that_chooses_another_protocol(library: Library) -> None:
    """The error names the option, and nothing is sent."""
    async with service_of("h2", "http/1.1") as service:
        address = service.address.replace(HOST, "127.0.0.1")
        options: Any = {"transport": library, "ssl_context": context_of("h2", "http/1.1"), "retry": ONCE}
        async with TargetingClient("t", base_url=address, **options) as client:
            error = await failure(client)
    assert (TransportError, False, []) == (type(error), error.applied, service.seen)
    assert "the server chose the protocol h2 by the ALPN of ssl_context" in str(error)
