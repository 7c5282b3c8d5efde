"""`ssl_context`: an own certificate authority and client certificates, on each transport."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
import trustme
import truststore
from facade.environments import LIBRARIES, clear
from facade.stores import CID, ONCE, calls
from facade.tunnels import HOST, Service

import epilot_targeting
from epilot_targeting import TargetingClient, TransportError, configure, get_client

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]
AUTHORITY = trustme.CA()
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


def context_of(kind: Any = ssl.SSLContext) -> ssl.SSLContext:
    """Return TLS settings that trust the service, with a client certificate."""
    context: ssl.SSLContext = kind(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=AUTHORITY.cert_pem.bytes().decode())
    AUTHORITY.issue_cert("client@example.com").configure_cert(context)
    return context


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Each library, in an environment without settings."""
    clear(monkeypatch)
    found: Library = request.param
    return found


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name)
async def service(request: pytest.FixtureRequest) -> AsyncIterator[Service]:
    """A service that requires a client certificate, with each version of TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.maximum_version = request.param
    context.verify_mode = ssl.CERT_REQUIRED
    AUTHORITY.configure_trust(context)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
    async with Service(context) as server:
        server.address = server.address.replace(HOST, "127.0.0.1")
        yield server


@pytest.mark.parametrize("kind", [ssl.SSLContext, truststore.SSLContext], ids=["ssl", "truststore"])
async def test_a_client_certificate(service: Service, library: Library, kind: Any) -> None:
    """The service gets the client certificate, and its own is checked with the authority of `ssl_context`."""
    context = context_of(kind)
    async with TargetingClient("t", base_url=service.address, transport=library, ssl_context=context) as client:
        assert "queued" == (await client.get_campaign_job_status(CID)).status
        assert "queued" == (await client.with_options(deadline=5).target.with_options(org_id="o").request(
            "GET", f"/v1/campaign/{CID}/job", retry="read"
        )).parsed["status"]  # fmt: skip
    assert [1, 1] == [seen.connection for seen in service.seen]


async def test_an_authority_that_is_not_trusted(service: Service, library: Library) -> None:
    """Without `ssl_context` the certificate of the service is not trusted, and nothing is sent."""
    async with TargetingClient("t", base_url=service.address, transport=library, retry=ONCE) as client:
        with pytest.raises(TransportError, match=r"(?i)certificate") as failed:
            await client.change_campaign_status(CID)
    assert (False, 0) == (failed.value.applied, calls(service))


async def test_default_clients_with_another_context(service: Service, library: Library) -> None:
    """A new `ssl_context` of the default clients opens new connections, also in clients that were handed out."""
    client = get_client()
    for _ in range(2):
        configure(token="t", base_url=service.address, transport=library, ssl_context=context_of())
        for _ in range(2):
            await client.get_campaign_job_status(CID)
    await epilot_targeting.campaign.get_client().get_campaign_job_status(CID)
    assert [1, 1, 2, 2, 3] == [seen.connection for seen in service.seen]
    await client.aclose()
    await epilot_targeting.campaign.get_client().aclose()
