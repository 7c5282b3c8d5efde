"""Authorisation: which token provider is called, which tokens are valid, and where a token is sent."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from server import Script, response

from epilot_targeting import (
    ApiError,
    AuthorizationError,
    ConfigurationError,
    TargetingClient,
    authorize,
    campaign,
    get_client,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


async def from_async() -> str:
    return "async"


def tokens(script: Script) -> list[str]:
    return [seen.headers["authorization"].removeprefix("Bearer ") for seen in script.seen]


@pytest.mark.parametrize(("source", "expected"), [("text", "text"), (lambda: "sync", "sync"), (from_async, "async")])
async def test_three_forms(script: Script, source: Any, expected: str) -> None:
    """A token is a string, or comes from a function or an async function."""
    async with TargetingClient(base_url=script.address) as client:
        assert client is client.authorize(source)
        await client.get_campaign_job_status(CID)
    assert [expected] == tokens(script)


async def test_it_is_asked_for_every_request(script: Script) -> None:
    """The token provider is called for each request."""
    given = iter("abc")
    async with TargetingClient(lambda: next(given), base_url=script.address) as client:
        for _ in range(3):
            await client.get_campaign_job_status(CID)
    assert ["a", "b", "c"] == tokens(script)


async def test_the_second_authorize_replaces_the_first_everywhere(script: Script) -> None:
    """A second `authorize` reaches views, children, raw and bound methods that were taken before."""
    async with TargetingClient("old", base_url=script.address) as client:
        child, own = client.with_options(timeout=3), client.with_options(token="own")
        calls: list[Callable[..., Any]] = [
            client.get_campaign_job_status,
            client.raw.get_campaign_job_status,
            client.campaign.get_campaign_job_status,
            child.get_campaign_job_status,
            child.campaign.raw.get_campaign_job_status,
        ]
        client.authorize("new")
        for call in [*calls, own.get_campaign_job_status]:
            await call(CID)
        child.authorize("child")
        await child.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    assert ["new"] * 5 + ["own", "child", "new"] == tokens(script)


async def test_all_default_clients_or_one(script: Script) -> None:
    """The last `authorize` wins, whether it was for all clients or for one."""
    from epilot_targeting import configure

    configure(base_url=script.address)
    flat, tag = get_client(), campaign.get_client()
    assert authorize("all") is None
    await flat.get_campaign_job_status(CID)
    assert tag is authorize(tag, "one")
    await tag.get_campaign_job_status(CID)
    await flat.get_campaign_job_status(CID)
    authorize("again")
    await tag.get_campaign_job_status(CID)
    assert ["all", "one", "all", "again"] == tokens(script)
    await flat.aclose()
    await tag.aclose()


@pytest.mark.parametrize("arguments", [(None,), ("a", "b"), (5,)])
def test_wrong_arguments_are_named(arguments: Any) -> None:
    """Wrong arguments of `authorize` are refused before anything is changed."""
    with pytest.raises(ConfigurationError):
        authorize(*arguments)


async def test_two_organisations_never_mix(script: Script) -> None:
    """In 1,000 interleaved requests of two clients, each has its own token and organisation."""

    async def slow(name: str) -> str:
        await asyncio.sleep(0)
        return name

    one = TargetingClient(lambda: slow("t1"), base_url=script.address, org_id="o1", headers={"x-epilot-user-id": "u1"})
    two = TargetingClient(lambda: slow("t2"), base_url=script.address, org_id="o2", max_concurrency=7)
    async with one, two:
        await asyncio.gather(*((one, two)[i % 2].get_campaign_job_status(CID) for i in range(1000)))
    pairs = [(s.headers["authorization"][-2:], s.headers["x-epilot-org-id"]) for s in script.seen]
    assert {("t1", "o1"): 500, ("t2", "o2"): 500} == {pair: pairs.count(pair) for pair in set(pairs)}
    assert all("x-epilot-user-id" not in s.headers for s in script.seen if s.headers["x-epilot-org-id"] == "o2")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_token_goes_to_the_configured_origin_only(script: Script, status: int) -> None:
    """A redirect is an error, and nothing is sent to where it leads."""
    async with Script() as elsewhere, TargetingClient("t", base_url=script.address) as client:
        script.answer = lambda _: response(status, b"", f"Location: {elsewhere.address}/x")
        with pytest.raises(ApiError) as refused:
            await client.change_campaign_status(CID)
        assert (status, None) == (refused.value.status_code, refused.value.applied)
        assert [] == elsewhere.seen


async def raising() -> str:
    raise LookupError("vault")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (" ", "empty or blank"),
        ("", "empty or blank"),
        ("secret\ntoken", "a line break"),
        ("secret\r", "a line break"),
        ("Bearer secret", "leave that out"),
        ("bearer secret", "leave that out"),
        ("secret token", "an invalid character"),
        ("secret-ü", "an invalid character"),
        ("secret\0", "an invalid character"),
        ("secret" * 3000, "longer than"),
        (lambda: None, "NoneType"),
        (lambda: b"secret", "bytes"),
        (raising, "raised LookupError"),
        (lambda: 1 / 0, "raised ZeroDivisionError"),
    ],
)
async def test_what_is_no_token_is_refused(script: Script, source: Any, says: str) -> None:
    """A value that is no token is refused without showing it, and nothing is sent."""
    async with TargetingClient(base_url=script.address) as client:
        client.authorize(source)
        with pytest.raises(AuthorizationError, match=says) as refused:
            await client.change_campaign_status(CID)
    error = refused.value
    assert str(error).startswith("change_campaign_status: the token")
    assert "secret" not in str(error) + repr(error) + "".join(traceback.format_exception(error)).replace(
        str(source), ""
    )
    assert (False, "change_campaign_status", 0) == (error.applied, error.operation, error.attempts)
    assert [] == script.seen


async def test_no_token_at_all() -> None:
    """Without a token the error says what to do."""
    with pytest.raises(ConfigurationError, match="authorize"):
        await TargetingClient().get_campaign_job_status(CID)
