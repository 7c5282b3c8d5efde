"""A host name with a dot at its end, as in Kubernetes: the name in the certificate has none."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Literal

import pytest
import trustme
from facade.environments import LIBRARIES, clear
from facade.stores import CID
from facade.tunnels import HOST, Proxy, Service

from epilot_targeting import TargetingClient

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("is_imported", [False, True], ids=["without the library", "by the library"])
@pytest.mark.parametrize("through", ["nothing", "a proxy"])
async def test_a_dot_at_the_end_of_the_host(
    monkeypatch: pytest.MonkeyPatch, library: Library, is_imported: bool, through: str
) -> None:
    """The certificate is valid for the host with the dot, too."""
    clear(monkeypatch)
    for module in ("httpx_connection", "aiohttp_connection"):
        monkeypatch.setattr(f"epilot_targeting._transport.{module}.is_imported", lambda _: is_imported)
    loop = asyncio.get_running_loop()
    look_up = loop.getaddrinfo

    async def look_up_on_loopback(host: Any, *arguments: Any, **options: Any) -> Any:
        return await look_up("127.0.0.1" if str(host).startswith(HOST) else host, *arguments, **options)

    monkeypatch.setattr(loop, "getaddrinfo", look_up_on_loopback)
    authority, context = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(context)
    settings = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(settings)
    async with Service(settings) as service, Proxy() as proxy:
        address = service.address.replace(HOST, f"{HOST}.")
        options: Any = {"proxy": f"http://{proxy.address}" if through == "a proxy" else None}
        async with TargetingClient("t", base_url=address, transport=library, ssl_context=context, **options) as client:
            assert "queued" == (await client.get_campaign_job_status(CID)).status
