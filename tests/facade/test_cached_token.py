"""`cached_token`: calls share one fetch and one refresh for each key, until the token expires."""

from __future__ import annotations

import asyncio
import pickle
import traceback
from contextvars import ContextVar
from typing import Any

import httpx
import pytest
from facade.numbered_tokens import CID, TENANT, Provider, Service, turns
from facade.stores import failure
from fake_clock import run
from server import Script, response

from epilot_targeting import AuthorizationError, RetryPolicy, TargetingClient, UnauthorizedError, cached_token


async def test_a_thousand_calls_share_one_flight() -> None:
    """A thousand calls share one fetch, and the next thousand its token."""
    provider, service = Provider(), Service()
    client = service.client(cached_token(provider, ttl=60))
    for _ in range(2):
        await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(1000)))
    assert (1, {"t1": 2000}) == (provider.asked, service.tokens)


async def test_a_thousand_refusals_share_one_refresh() -> None:
    """After a thousand 401s one new token is fetched, and each call is sent once more."""
    provider, service = Provider(), Service("t1", together=1000)
    client = service.client(cached_token(provider, ttl=60), max_concurrency=1000)
    await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(1000)))
    assert (2, {"t1": 1000, "t2": 1000}) == (provider.asked, service.tokens)


async def test_a_late_refusal_does_not_drop_the_new_token() -> None:
    """A 401 to an older token does not invalidate the newer one."""
    provider, late, tokens = Provider(), asyncio.Event(), list[str]()

    async def answer(request: httpx.Request) -> httpx.Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        tokens.append(token)
        if tokens == ["t1", "t1"]:
            late.set()
        elif token == "t1":
            await late.wait()
            await turns()  # the other one is through by then
        return httpx.Response(401 if token == "t1" else 200, json={})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own:
        client = TargetingClient(cached_token(provider, ttl=60), http_client=own)
        await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(2)))
    assert (2, ["t1", "t1", "t2", "t2"]) == (provider.asked, tokens)


async def test_a_cancelled_leader_fails_nobody() -> None:
    """Cancelling the call that began a fetch does not end it for the others."""
    provider = Provider()
    provider.gate.clear()
    source = cached_token(provider, ttl=60)
    leader, *followers = [asyncio.ensure_future(source()) for _ in range(10)]
    await turns()
    leader.cancel()
    await turns()
    provider.gate.set()
    assert (["t1"] * 9, 1, 0) == (await asyncio.gather(*followers), provider.asked, provider.cancelled)
    assert leader.cancelled()


async def test_where_all_are_cancelled_no_task_stays() -> None:
    """If all waiting calls are cancelled, the fetch ends, and the next call begins another."""
    before = asyncio.all_tasks()
    provider = Provider()
    provider.gate.clear()
    source = cached_token(provider, ttl=60)
    waiting = [asyncio.ensure_future(source()) for _ in range(10)]
    await turns()
    for task in waiting:
        task.cancel()
    await turns()
    assert (set(), 1) == (asyncio.all_tasks() - before, provider.cancelled)
    provider.gate.set()
    assert "t2" == await source()


async def test_each_key_has_its_own_token() -> None:
    """Each key has its own token."""
    provider = Provider()
    source = cached_token(provider, ttl=60, key=TENANT.get)

    async def one(tenant: str) -> str:
        TENANT.set(tenant)
        return await source()

    tenants = [f"-{n % 20}" for n in range(1000)]
    found = await asyncio.gather(*(one(tenant) for tenant in tenants))
    assert 20 == provider.asked
    assert tenants == [token[token.index("-") :] for token in found]


async def test_a_refusal_drops_the_token_of_its_key_alone() -> None:
    """A 401 invalidates the token of its key alone."""
    provider = Provider()
    client = Service("t1-a").client(cached_token(provider, ttl=60, key=TENANT.get))

    async def one(tenant: str) -> None:
        TENANT.set(tenant)
        await client.get_campaign_job_status(CID)

    for tenant in ("-a", "-b", "-a", "-b"):
        await asyncio.create_task(one(tenant))
    assert 3 == provider.asked


def test_a_token_is_used_for_its_ttl() -> None:
    """A token is used for its ttl, in seconds of the loop's clock."""

    async def scene() -> list[str]:
        source, found = cached_token(Provider(), ttl=60), []
        for seconds in (0, 59, 2, 59, 2):
            await asyncio.sleep(seconds)
            found.append(await source())
        return found

    assert ["t1", "t1", "t2", "t2", "t3"] == run(scene())


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    """A failed fetch fails all waiting calls, and the next call fetches again."""
    provider = Provider()
    provider.fails = LookupError("vault")
    client = Service().client(cached_token(provider, ttl=60), retry=RetryPolicy(attempts=1))
    calls = (client.get_campaign_job_status(CID) for _ in range(100))
    found = await asyncio.gather(*calls, return_exceptions=True)
    assert ({AuthorizationError}, 1) == ({type(error) for error in found}, provider.asked)
    provider.fails = None
    await client.get_campaign_job_status(CID)
    assert 2 == provider.asked


async def test_a_failure_that_many_share_does_not_grow() -> None:
    """A failure that many calls raise does not collect their tracebacks."""

    async def shown(waiting: int) -> int:
        provider = Provider()
        provider.fails = LookupError("vault")
        client = Service().client(cached_token(provider, ttl=60))
        calls = (client.get_campaign_job_status(CID) for _ in range(waiting))
        found: list[Any] = await asyncio.gather(*calls, return_exceptions=True)
        return len("".join(traceback.format_exception(found[-1])))

    alone = await shown(1)
    assert alone * 2 > await shown(100)


@pytest.mark.parametrize("bad", ["", "a\nb", None, 5])
async def test_what_is_no_token_is_not_kept(bad: Any) -> None:
    """A value that is no token is not cached."""
    given = iter([bad, "good"])
    service = Service()
    client = service.client(cached_token(lambda: next(given), ttl=60))
    with pytest.raises(AuthorizationError):
        await client.get_campaign_job_status(CID)
    await client.get_campaign_job_status(CID)
    assert {"good": 1} == service.tokens


async def test_a_provider_that_is_no_coroutine() -> None:
    """A plain function is called as rarely as an async one."""
    given = iter(["a", "b"])
    service = Service("a")
    client = service.client(cached_token(lambda: next(given), ttl=60))
    for _ in range(3):
        await client.get_campaign_job_status(CID)
    assert {"a": 1, "b": 3} == service.tokens


async def test_a_provider_that_fails_after_a_401_does_not_hide_it(script: Script) -> None:
    """A token provider that fails after a 401 leaves the 401 as the error."""
    script.answer = lambda _: response(401, b"{}")
    given: list[Any] = ["first-token"]

    def provider() -> str:
        token: str = given.pop()
        return token

    source = cached_token(provider, ttl=60, key=lambda: {1: "tenant"}[len(given)])
    async with TargetingClient(source, base_url=script.address) as client:
        assert UnauthorizedError is type(await failure(client))
    assert 1 == len(script.seen)


async def test_two_invalidated_tokens_are_both_removed(script: Script) -> None:
    """After two refused tokens the next call fetches a third."""
    script.answer = lambda _: response(401, b"{}")
    names = iter("abcdef")
    async with TargetingClient(cached_token(lambda: f"token-{next(names)}", ttl=60), base_url=script.address) as client:
        await failure(client)
        await failure(client)
    assert ["a", "b", "c", "d"] == [seen.headers["authorization"][-1] for seen in script.seen]


@pytest.mark.parametrize("is_direct", [True, False])
async def test_a_key_that_reads_an_unset_variable(script: Script, is_direct: bool) -> None:
    """An unset context variable is reported as the fault of `key`, and the provider is not called."""
    provider, tenant = Provider(), ContextVar[str]("tenant")
    token = cached_token(provider, ttl=60, key=tenant.get)
    with pytest.raises(AuthorizationError) as failed:
        if is_direct:
            await token()
        else:
            await TargetingClient(token, base_url=script.address).get_campaign_job_status(CID)
    assert ("the key function of cached_token raised LookupError: is the context variable set?") in str(failed.value)
    assert (0, True) == (provider.asked, isinstance(failed.value.__cause__, LookupError))
    assert "the token provider" not in str(failed.value)
    # Dask makes pickle take the cause too, and a context variable does not pickle.
    failed.value.__cause__ = failed.value.__context__ = None
    assert str(failed.value) == str(pickle.loads(pickle.dumps(failed.value)))


async def test_a_key_that_is_not_hashable(script: Script) -> None:
    """A key that is not hashable is reported as the fault of `key`."""
    token: Any = cached_token(Provider(), ttl=60, key=list)  # type: ignore[arg-type]
    with pytest.raises(AuthorizationError, match="the key function of cached_token raised TypeError"):
        await TargetingClient(token, base_url=script.address).get_campaign_job_status(CID)
