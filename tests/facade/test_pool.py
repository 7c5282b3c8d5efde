"""Connections belong to one event loop, thread and process; secrets stay hidden."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import threading
from typing import Any

import httpx
import pytest
from facade.stores import CID, JOB, TLS
from server import HANG, Script, response

from epilot_targeting import (
    AuthorizationError,
    ClientClosedError,
    ClientOptions,
    ConfigurationError,
    RateLimit,
    RequestTimeoutError,
    TargetingClient,
    campaign,
    configure,
    get_client,
)
from epilot_targeting._config.secret import Secret
from epilot_targeting._config.transport_options import ConnectionSettings
from epilot_targeting._transport.attempt import PreparedRequest
from epilot_targeting._transport.fork import detach_sockets
from epilot_targeting._transport.httpx_connection import HttpxConnection
from epilot_targeting._transport.pool import ConnectionPool


@pytest.mark.own_connections
async def test_a_forked_process_opens_connections_of_its_own(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked process opens its own connections."""
    script.answer = lambda _: response(200, JOB)
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: -1)
            await client.get_campaign_job_status(CID)
            await client.get_campaign_job_status(CID)
            await client.aclose()
        pool: Any = client._open_state
        with pytest.raises(ClientClosedError):
            pool()
    assert [1, 2, 2] == [seen.connection for seen in script.seen]


@pytest.mark.own_connections
async def test_a_forked_process_leaves_the_sockets_of_its_parent(script: Script) -> None:
    """The hook that runs in a forked process ends its copies of the sockets, so that it reads nothing from them."""
    script.answer = lambda _: response(200, JOB)
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
        detach_sockets()
        await script.until(lambda: script.open == 0)
        await client.get_campaign_job_status(CID)
        assert (2, 1) == (script.connections, script.open)
    detach_sockets()


@pytest.mark.own_connections
@pytest.mark.parametrize("is_tag_used_before", [True, False])
async def test_a_forked_process_does_not_wait_for_the_writes_of_its_parent(
    script: Script, monkeypatch: pytest.MonkeyPatch, is_tag_used_before: bool
) -> None:
    """Those under way never end in the child: it keeps to `rate_limit` by itself, over all default clients."""
    configure(token="t", base_url=script.address, rate_limit=RateLimit(2, 60), deadline=5)
    script.answer = lambda _: HANG
    client, tag = get_client(), campaign.get_client()
    writing = [
        asyncio.create_task(one.request("POST", "/v1/x")) for one in (client, tag if is_tag_used_before else client)
    ]
    await script.until(lambda: len(script.seen) == 2)
    script.answer = lambda _: response(200, b"{}")
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        child.setattr(client._open_state().rate_limits, "_lock", None)  # a thread of the parent may have held it
        await client.request("POST", "/v1/x")
        await tag.request("POST", "/v1/x")
        with pytest.raises(RequestTimeoutError, match="rate limit"):
            await client.with_options(deadline=0.01).request("POST", "/v1/x")
        await client.aclose()
        await tag.aclose()
    for one in writing:
        one.cancel()
    await asyncio.gather(*writing, return_exceptions=True)


async def test_a_callers_client_stays_in_its_process(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a fork a caller's client is refused in the child, and works on in the parent."""
    script.answer = lambda _: response(200, JOB)
    async with httpx.AsyncClient(verify=TLS) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own)
        await client.get_campaign_job_status(CID)
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: -1)
            with pytest.raises(ConfigurationError, match="fork"):
                await client.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    assert 2 == len(script.seen)


async def test_closing_ends_the_calls_of_other_threads(script: Script) -> None:
    """Closing ends calls on other loops with the same error."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address)
    ended: list[Any] = []

    async def call() -> None:
        ended.extend(await asyncio.gather(client.get_campaign_job_status(CID), return_exceptions=True))

    thread = threading.Thread(target=lambda: asyncio.run(call()))
    thread.start()
    await script.until(lambda: len(script.seen) == 1)
    await client.aclose(grace=0)
    await asyncio.to_thread(thread.join)
    assert [ClientClosedError] == [type(error) for error in ended]


async def test_a_connection_that_comes_back_late_is_closed(script: Script) -> None:
    """A connection that is returned after closing is closed."""
    pool, connection = ConnectionPool(), HttpxConnection(ConnectionSettings("httpx", script.address))
    await pool.disconnect()
    pool.return_connection(connection)
    await pool.disconnect()
    assert pool.get_connection(ClientOptions(base_url=script.address), fresh=False) is not connection


async def test_a_provider_in_which_something_is_cancelled() -> None:
    """A cancellation inside the token provider is its failure, and does not cancel the call's task."""

    async def provider() -> str:
        raise asyncio.CancelledError

    with pytest.raises(AuthorizationError, match="CancelledError"):
        await TargetingClient(provider, base_url="http://127.0.0.1:9").get_campaign_job_status(CID)


def test_a_request_shows_neither_headers_nor_body() -> None:
    """The repr of a request shows neither headers nor body."""
    headers = {"x-own": "hidden"}
    assert "hidden" not in repr(
        PreparedRequest("GET", Secret("hidden"), headers, Secret("hidden"), b"hidden", (1.0, 1.0), 1)
    )


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_stays_where_it_is(way: Any) -> None:
    """A secret refuses to be pickled and copied, and shows nothing."""
    with pytest.raises(TypeError):
        way(Secret("hidden"))
    assert "hidden" not in repr(Secret("hidden"))
