"""Tokens: unusual values, when a token is fetched, and tokens of several clients."""

from __future__ import annotations

import asyncio
import functools
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from operations import TAG_MODULES
from server import Script, page, response

from epilot_targeting import (
    ApiError,
    AuthorizationError,
    ConfigurationError,
    TargetingClient,
    TargetingError,
    authorize,
    configure,
    get_client,
)
from epilot_targeting._auth.fetch import fetch_token

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


class Provider:
    """An object that can be called and gives something to await."""

    async def __call__(self) -> str:
        return "called"


def future() -> asyncio.Future[str]:
    done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    done.set_result("future")
    return done


SOURCES: list[tuple[Any, str]] = [
    (Provider(), "called"),
    (future, "future"),
    (functools.partial(str, "partial"), "partial"),
    ("x" * 16384, "x" * 16384),
    ("!~", "!~"),
]


@pytest.mark.parametrize(("source", "expected"), SOURCES)
async def test_any_callable_is_a_provider(script: Script, source: Any, expected: str) -> None:
    """Any callable is a token provider, and an awaitable result is awaited."""
    async with TargetingClient(source, base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
    assert f"Bearer {expected}" == script.seen[0].headers["authorization"]


@pytest.mark.parametrize(
    "token", ["qz" * 8193, "qz\u2028", "\u00e9", "q\tz", " qz", "qz ", "\ud800", "qz\x7f", "\u200b"]
)
async def test_an_odd_token_is_refused(script: Script, token: str) -> None:
    """A token that a header can't carry unchanged is refused."""
    async with TargetingClient(token, base_url=script.address) as client:
        with pytest.raises(AuthorizationError) as refused:
            await client.get_campaign_job_status(CID)
    assert (False, []) == (token in str(refused.value) + repr(refused.value), script.seen)


@pytest.mark.parametrize("given", [None, 5, b"secret", ["secret"], {"token": "secret"}, object()])
@pytest.mark.parametrize("awaited", [False, True])
async def test_what_is_no_string_is_named_by_its_type(script: Script, given: Any, awaited: bool) -> None:
    """A token that is no string is named by its type, and not shown."""

    async def later() -> Any:
        return given

    async with TargetingClient(later if awaited else lambda: given, base_url=script.address) as client:
        with pytest.raises(AuthorizationError, match=type(given).__name__) as refused:
            await client.get_campaign_job_status(CID)
    assert (False, []) == ("secret" in str(refused.value), script.seen)


@pytest.mark.parametrize("kind", [LookupError, TimeoutError, OSError, httpx.ConnectError, TargetingError, ApiError])
@pytest.mark.parametrize("awaited", [False, True])
async def test_a_provider_that_fails(script: Script, kind: type[Exception], awaited: bool) -> None:
    """Whatever a token provider raises is an AuthorizationError with that cause."""
    failure = kind("secret")

    def now() -> str:
        raise failure

    async def later() -> str:
        raise failure

    async with TargetingClient(later if awaited else now, base_url=script.address) as client:
        with pytest.raises(AuthorizationError, match=f"raised {kind.__name__}") as refused:
            await client.change_campaign_status(CID)
    assert (failure, False, "secret" in str(refused.value)) == (refused.value.__cause__, refused.value.applied, False)
    assert [] == script.seen


async def test_a_bad_token_once_does_not_stay(script: Script) -> None:
    """After an invalid token the next request fetches again."""
    given = iter(["", "good"])
    async with TargetingClient(lambda: next(given), base_url=script.address) as client:
        with pytest.raises(AuthorizationError):
            await client.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    assert ["Bearer good"] == [seen.headers["authorization"] for seen in script.seen]


async def test_cancelling_a_call_that_waits_for_its_token(script: Script) -> None:
    """Cancelling a call that waits for its token raises CancelledError."""
    asked = asyncio.Event()

    async def never() -> str:
        asked.set()
        await asyncio.Event().wait()
        return "t"

    async with TargetingClient(never, base_url=script.address) as client:
        task = asyncio.create_task(client.get_campaign_job_status(CID))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [] == script.seen


async def test_the_provider_is_asked_for_each_page(script: Script) -> None:
    """The token provider is called for each page."""
    given = iter("abc")
    script.answer = lambda seen: (
        page([]) if "next=2" in seen.target else page([], "2" if "next=1" in seen.target else "1")
    )
    async with TargetingClient(lambda: next(given), base_url=script.address) as client:
        await client.iter_recipients(CID).collect()
    assert ["a", "b", "c"] == [seen.headers["authorization"][-1] for seen in script.seen]


async def test_a_running_iteration_takes_the_new_token(script: Script) -> None:
    """An iteration under way uses a new token from the next page on."""
    script.answer = lambda seen: page([{}]) if "next=" in seen.target else page([{}], "1")
    async with TargetingClient("old", base_url=script.address) as client:
        pager = client.iter_recipients(CID, prefetch=False)
        await anext(pager)
        client.authorize("new")
        await anext(pager)
        await pager.aclose()
    assert ["Bearer old", "Bearer new"] == [seen.headers["authorization"] for seen in script.seen]


async def test_one_token_for_all_tags(script: Script) -> None:
    """One `authorize` is for the default clients of all tags, also those made afterwards."""
    configure(base_url=script.address)
    before = get_client()
    authorize("all")
    clients = [before, *(module.get_client() for module in TAG_MODULES)]
    assert ["all"] * len(clients) == [(await fetch_token(client.options.authorization)).reveal() for client in clients]


def test_authorize_does_not_reach_clients_of_ones_own() -> None:
    """`authorize` reaches default clients only."""
    own = TargetingClient("own")
    before = own.options.authorization
    authorize("all")
    assert before is own.options.authorization


def test_a_source_that_is_none_changes_nothing() -> None:
    """An invalid argument of `authorize` leaves the token as it was."""
    client = TargetingClient("t")
    before = client.options.authorization
    with pytest.raises(ConfigurationError, match="int"):
        client.authorize(5)  # type: ignore[arg-type]
    assert before is client.options.authorization


async def test_two_tenants_may_share_one_provider(script: Script) -> None:
    """A token provider may return each tenant's token by the current context."""
    asked: list[str] = []

    def provider() -> str:
        asked.append("x")
        return f"t{len(asked)}"

    one = TargetingClient(provider, base_url=script.address, org_id="1")
    two = TargetingClient(provider, base_url=script.address, org_id="2")
    async with one, two:
        await asyncio.gather(*(client.get_campaign_job_status(CID) for client in (one, two) for _ in range(10)))
    assert (20, 20) == (len(asked), len({seen.headers["authorization"] for seen in script.seen}))


async def test_children_for_two_organisations_never_mix(script: Script) -> None:
    """Two derived clients on shared connections send their own tokens and headers."""
    async with TargetingClient("t0", base_url=script.address, org_id="o0") as client:
        tenants = [client, *(client.with_options(token=f"t{n}", org_id=f"o{n}") for n in (1, 2))]
        await asyncio.gather(*(tenants[n % 3].get_campaign_job_status(CID) for n in range(300)))
    pairs = [(seen.headers["authorization"][-1], seen.headers["x-epilot-org-id"][-1]) for seen in script.seen]
    assert {(n, n): 100 for n in "012"} == {pair: pairs.count(pair) for pair in set(pairs)}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_of_a_read_is_not_followed(script: Script, status: int) -> None:
    """A redirect of a read is not followed, neither to another origin nor to the same one."""
    async with Script() as elsewhere, TargetingClient("t", base_url=script.address) as client:
        for goal in (f"{elsewhere.address}/x", "/same"):
            script.answer = lambda _, goal=goal: response(status, b"", f"Location: {goal}")  # type: ignore[misc]
            with pytest.raises(ApiError):
                await client.get_recipients(CID)
        assert ([], 2) == (elsewhere.seen, len(script.seen))


async def test_an_id_can_not_lead_to_another_origin(script: Script) -> None:
    """No id leads to another origin, neither as a path nor as a URL."""
    async with Script() as elsewhere, TargetingClient("t", base_url=script.address) as client:
        for campaign_id in (
            f"{elsewhere.address}/x",
            f"//{elsewhere.address[7:]}",
            f"@{elsewhere.address[7:]}",
            "\\\\x",
        ):
            await client.get_campaign_job_status(campaign_id)
        assert ([], 4) == (elsewhere.seen, len(script.seen))


@pytest.mark.parametrize(
    "show", [repr, str, lambda one: repr(one.options), lambda one: f"{one.options.authorization!r}"]
)
def test_nothing_printed_shows_the_token(show: Callable[[Any], str]) -> None:
    """Printing a client, a view or a derived client does not show the token."""
    client = TargetingClient("secret")
    shown = [show(one) for one in (client, client.campaign, client.with_options(token="secret"))]
    assert [] == [text for text in shown if "secret" in text]


async def test_a_traceback_does_not_show_the_token(script: Script) -> None:
    """The traceback of a refused token does not show it."""
    source = "".join(["sec", "ret\n"])
    async with TargetingClient(source, base_url=script.address) as client:
        with pytest.raises(AuthorizationError) as refused:
            await client.get_campaign_job_status(CID)
    assert "secret" not in "".join(traceback.format_exception(refused.value))


async def test_a_service_that_repeats_the_token(script: Script) -> None:
    """A token that the service repeats is redacted from message and repr."""
    script.answer = lambda _: response(401, b'{"message": "Bearer secret-token is expired"}')
    async with TargetingClient("secret-token", base_url=script.address) as client:
        with pytest.raises(ApiError) as failed:
            await client.get_campaign_job_status(CID)
    assert "secret-token" not in str(failed.value) + repr(failed.value)


async def test_a_missing_token_names_the_operation() -> None:
    """The text of an error of the configuration names the operation, as that of any other error of a call."""
    with pytest.raises(ConfigurationError) as failed:
        await TargetingClient().get_campaign_job_status(CID)
    assert str(failed.value).startswith("get_campaign_job_status: there is no token: call authorize(token) first")
