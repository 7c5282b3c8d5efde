"""Clients: default ones and own ones, their options, and their connections."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from pathlib import Path
from typing import Any

import httpx
import pytest
from operations import TAG_MODULES, TAGS
from ruamel.yaml import YAML
from server import NOW, Script, response

import epilot_targeting
from epilot_targeting import (
    ClientClosedError,
    ConfigurationError,
    RetryPolicy,
    TargetingClient,
    authorize,
    campaign,
    configure,
    create_client,
    get_client,
    openapi,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
SPEC = Path(__file__).parents[2] / "openapi" / "targeting.yaml"


@pytest.mark.parametrize("module", [epilot_targeting, *TAG_MODULES])
def test_default_and_fresh_clients(module: Any) -> None:
    """The default client is made once, and `create_client` makes a new one each time."""
    assert module.get_client() is module.get_client()
    assert module.create_client() is not module.create_client()
    assert module.authorize is authorize


def test_the_name_of_the_default_client() -> None:
    """`targeting` is what get_client() returns."""
    assert epilot_targeting.targeting is get_client()


async def test_views_are_one_client(script: Script) -> None:
    """A view shares token, options and closing with its client."""
    client = TargetingClient("one", base_url=script.address)
    for name, module in zip(TAGS, TAG_MODULES, strict=True):
        view = getattr(client, name)
        assert view is getattr(client, name)
        assert type(view).__module__ == module.__name__
    async with client.campaign as view:
        assert view is client.campaign
        await view.get_campaign_job_status(CID)
        view.authorize("two")
        await client.get_campaign_job_status(CID)
    assert ["Bearer one", "Bearer two"] == [seen.headers["authorization"] for seen in script.seen]
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)


async def test_configure_reaches_clients_handed_out_before(script: Script) -> None:
    """`configure` reaches earlier clients, and a mistake in it changes nothing."""
    clients: list[Any] = [get_client(), campaign.get_client()]
    children = [client.with_options(deadline=7) for client in clients]
    configure(base_url=script.address, token="t", max_concurrency=3, org_id="o")
    with pytest.raises(ConfigurationError):
        configure(base_url="https://other.example", deadline=-1)
    for client in [*clients, *children]:
        await client.get_campaign_job_status(CID)
    assert ["o"] * 4 == [seen.headers["x-epilot-org-id"] for seen in script.seen]
    assert 7 == children[0].options.deadline
    configure(max_concurrency=4)
    await clients[0].get_campaign_job_status(CID)
    for client in clients:
        await client.aclose()


async def test_with_options_shares_connections(script: Script) -> None:
    """A derived client has other settings on the same connection, and the original is unchanged."""
    async with TargetingClient("t", base_url=script.address, headers={"X-A": "1"}) as client:
        child = client.with_options(headers={"x-b": "2"}, org_id="o", timeout=3, retry=RetryPolicy(attempts=1))
        await child.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
        await child.aclose()
        with pytest.raises(ClientClosedError):
            await child.get_campaign_job_status(CID)
        async with child:
            await child.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    first, second = script.seen[0].headers, script.seen[1].headers
    assert ("1", "2", "o") == (first["x-a"], first["x-b"], first["x-epilot-org-id"])
    assert ("1", False) == (second["x-a"], "x-b" in second)
    assert 1 == script.connections


async def test_close_and_reopen(script: Script) -> None:
    """Closing twice is fine, a closed client raises, and `async with` opens it again."""
    client = create_client(token="t", base_url=script.address)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)
    for _ in range(2):
        async with client:
            await client.get_campaign_job_status(CID)
        await client.aclose()
    assert 2 == len(script.seen)


async def test_closing_while_a_call_waits(script: Script) -> None:
    """A call that was waiting when the client closed is not sent."""
    client = TargetingClient(base_url=script.address)

    async def closing() -> str:
        await client.aclose(grace=0)
        return "t"

    client.authorize(closing)
    await client.with_options(token="t").get_campaign_job_status(CID)
    with pytest.raises(ClientClosedError) as closed:
        await client.change_campaign_status(CID)
    assert (False, 1) == (closed.value.applied, len(script.seen))


@pytest.mark.own_connections
def test_the_default_client_lives_through_several_loops() -> None:
    """Each `asyncio.run` has its own connections, which end with it without a warning."""

    async def once() -> int:
        async with Script() as server:
            configure(base_url=server.address, token="t")
            await get_client().get_campaign_job_status(CID)
            return len(server.seen)

    assert [1, 1, 1] == [asyncio.run(once()) for _ in range(3)]


def test_loops_that_are_gone_are_forgotten() -> None:
    """A loop that was closed without asyncio.run leaves nothing behind."""
    client = TargetingClient("t", base_url="http://127.0.0.1:9", retry=NOW)
    for _ in range(3):
        loop = asyncio.new_event_loop()
        with pytest.raises(epilot_targeting.TransportError):
            loop.run_until_complete(client.get_campaign_job_status(CID))
        loop.close()
    pool = client._open_state()
    assert 1 == len(pool._loops)


async def test_the_callers_http_client_is_used_and_never_closed() -> None:
    """A caller's HTTP client is used, and stays open."""
    calls: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(200, json={})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        async with TargetingClient("t", http_client=http) as client:
            await client.get_campaign_job_status(CID)
        assert not http.is_closed
    assert ["https://targeting.sls.epilot.io/v1/campaign/" + CID + "/job"] == [str(call.url) for call in calls]


@pytest.mark.parametrize("attempt", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_does_not_pickle(attempt: Any) -> None:
    """A client, and whatever holds its token, refuses to be pickled and says so."""
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        attempt(TargetingClient("t"))
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        attempt(TargetingClient("t").options.authorization)


def test_no_repr_shows_the_token() -> None:
    """No repr of the client or its options shows the token."""
    client = TargetingClient("secret-token", headers={"x-key": "secret-key"})
    assert "secret" not in repr(client) + repr(client.options) + str(client.options.authorization)


def test_the_document_is_the_yaml_and_a_dict_of_ones_own() -> None:
    """Each call of `openapi` returns a new dict, equal to the YAML."""
    expected = YAML(typ="safe").load(SPEC)
    for give in (openapi, TargetingClient().openapi, campaign.create_client().openapi):
        assert expected == give()
        give().clear()


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "http://example.com"},
        {"base_url": "https://"},
        {"base_url": "https://example.com:0"},
        {"base_url": "https://user:pw@example.com"},
        {"base_url": "https://example.com?x=1"},
        {"deadline": 0},
        {"timeout": (1, -1)},
        {"timeout": True},
        {"max_concurrency": "3"},
        {"headers": {"authorization": "x"}},
        {"headers": {"host": "x"}},
        {"headers": {"bad name": "x"}},
        {"headers": {"x-a": "line\nbreak"}},
        {"org_id": "ü"},
        {"token": 5},
    ],
)
def test_bad_options_are_found_at_once(options: dict[str, Any]) -> None:
    """An invalid option is a ValueError before any request."""
    with pytest.raises(ConfigurationError) as refused:
        TargetingClient(**options)
    assert isinstance(refused.value, ValueError)
    assert refused.value.applied is False


def test_an_unknown_option_is_named() -> None:
    """`configure` takes what the constructor takes."""
    with pytest.raises(ConfigurationError, match="bass_url"):
        configure(bass_url="x")  # type: ignore[call-arg]


async def test_the_whole_response(script: Script) -> None:
    """`raw` returns status, headers, body, request id and model."""
    script.answer = lambda _: response(202, b'{"status": "queued"}', "X-Request-Id: r-9", "Set-Cookie: a=b")
    async with TargetingClient("t", base_url=script.address) as client:
        received = await client.raw.get_campaign_job_status(CID)
        await client.campaign.raw.get_campaign_job_status(CID)
    assert (202, "r-9", 1) == (received.status_code, received.request_id, received.attempts)
    assert {"status": "queued"} == json.loads(received.content) == received.parsed.to_dict()
    assert "r-9" == received.headers["x-request-id"]
    assert received.elapsed > 0
    assert "set-cookie" not in received.headers
    assert "cookie" not in script.seen[1].headers
