"""The tools that mock httpx in users' tests, as the README describes them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import httpx
import pytest
import respx
from facade.stores import CID, ONCE, TLS
from server import Script, response

from epilot_targeting import TargetingClient

pytestmark = pytest.mark.own_connections
STATUS = {"status": "queued"}


async def status(base_url: str, own: Any) -> str:
    """Return the status of a job, through a caller's client if there is one."""
    client = TargetingClient("t", base_url=base_url, http_client=own, retry=ONCE, transport="httpx")
    try:
        return str((await client.get_campaign_job_status(CID)).status)
    finally:
        await client.aclose()


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
@pytest.mark.parametrize("way", ["own", "caller's"])
async def test_what_respx_mocks(script: Script, using: str, way: str) -> None:
    """By default respx mocks every request; with `using="httpx"` only those of a caller's client."""
    script.answer = lambda _: response(200, b'{"status": "done"}')
    client: Any = nullcontext() if way == "own" else httpx.AsyncClient(verify=TLS)
    async with client as own:
        with respx.mock(using=using, assert_all_called=False) as router:
            route = router.get(url__startswith=script.address).respond(json=STATUS)
            found = await status(script.address, own)
    is_mocked = (using, way) != ("httpx", "own")
    assert ("queued" if is_mocked else "done", is_mocked) == (found, route.called)
    assert (0 if is_mocked else 1) == len(script.seen)


async def test_a_router_of_respx_as_the_transport_of_a_callers_client(script: Script) -> None:
    """A router of respx answers as the transport of a caller's client, without any patch."""
    router = respx.MockRouter()
    route = router.get(url__startswith=script.address).respond(json=STATUS)
    async with httpx.AsyncClient(transport=httpx.MockTransport(router.async_handler)) as own:
        assert "queued" == await status(script.address, own)
    assert (True, []) == (route.called, script.seen)
