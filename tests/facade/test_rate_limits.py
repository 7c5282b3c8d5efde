"""Rate limits: one gate for all calls after a 429, and pacing ahead of it."""

from __future__ import annotations

import asyncio
import gc
import random
from typing import Any

import fake_clock
import httpx
import pytest
from facade.quota import QuotaService

from epilot_targeting import (
    ConfigurationError,
    RateLimit,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    TargetingClient,
    cached_token,
    campaign,
    configure,
    get_client,
    target,
)
from epilot_targeting._call import rate_gate_by_tenant
from epilot_targeting._call.rate_gate import RateGate
from epilot_targeting._client.base import BaseClient
from epilot_targeting._transport.pool import ConnectionPool

QUOTA = 500
WINDOW = 60.0
WRITES = 2000


def client_of(service: QuotaService, **options: Any) -> TargetingClient:
    return TargetingClient(**{"token": "t", "http_client": service.client(), "deadline": 6 * WINDOW, **options})


async def write(client: BaseClient, number: int = 0) -> Any:
    """Write once, and return the response or the error."""
    try:
        return await client.request("POST", f"/v1/{number}")
    except Exception as error:
        return error


async def write_many(client: TargetingClient, count: int = WRITES) -> list[Any]:
    """Write many times at once, and return the errors."""
    ended = await asyncio.gather(*(write(client, number) for number in range(count)))
    return [one for one in ended if isinstance(one, Exception)]


@pytest.mark.parametrize(("latency", "begin"), [(0.005, 0.0), (0.05, 19.8), (0.2, 25.0)])
def test_a_crowd_of_writes_under_a_quota(latency: float, begin: float) -> None:
    """None fails, few are answered 429, and it takes at most 2 % longer than the quota demands."""
    service = QuotaService(QUOTA, WINDOW, latency)

    async def scene() -> float:
        await asyncio.sleep(begin)
        started = fake_clock.now()
        assert [] == await write_many(client_of(service))
        return fake_clock.now() - started

    assert fake_clock.run(scene()) <= 1.02 * 3 * WINDOW
    assert service.refused <= 0.05 * service.requests
    assert WRITES == len(set(service.order))


@pytest.mark.parametrize(("latency", "begin"), [(0.005, 0.0), (0.05, 19.8), (0.2, 25.0)])
def test_a_crowd_of_writes_that_is_paced(latency: float, begin: float) -> None:
    """Not one is answered 429."""
    service = QuotaService(QUOTA, WINDOW, latency)

    async def scene() -> float:
        await asyncio.sleep(begin)
        started = fake_clock.now()
        assert [] == await write_many(client_of(service, rate_limit=RateLimit(QUOTA, WINDOW)))
        return fake_clock.now() - started

    assert fake_clock.run(scene()) <= 1.02 * 3 * WINDOW
    assert (0, WRITES) == (service.refused, service.requests)


def test_a_crowd_grows_faster_up_to_a_known_quota() -> None:
    """When the quota is known, a crowd uses it up within thirteen times the latency, and no more is answered 429."""
    service = QuotaService(QUOTA, WINDOW, 0.2, origin=1000.0)

    async def scene() -> None:
        assert [] == await write_many(client_of(service))

    fake_clock.run(scene())
    last = service.times[-QUOTA:]
    assert last[-1] - last[0] <= 13 * service.latency
    assert service.refused <= 16


def test_waiting_calls_go_in_the_order_they_came() -> None:
    """Also those that had a permit when the gate closed."""
    service = QuotaService(10, WINDOW, 0.01)

    async def scene() -> None:
        assert [] == await write_many(client_of(service, max_concurrency=1), 35)

    fake_clock.run(scene())
    assert [f"/v1/{number}" for number in range(35)] == service.order
    assert 3 == service.refused


def test_the_gate_opens_with_one_request() -> None:
    """A quota that is gone again is met by one request, and not by the crowd."""
    service = QuotaService(0, 10.0, 0.01)

    async def scene() -> list[Any]:
        return await write_many(client_of(service, deadline=55.0), 100)

    errors = fake_clock.run(scene())
    assert 64 + 5 == service.requests  # five windows after the first
    assert {RateLimitError, RequestTimeoutError} == set(map(type, errors))
    assert {False} == {error.applied for error in errors}


def test_a_429_spends_no_attempt_and_no_budget() -> None:
    """A write succeeds after more 429s than the policy has attempts, whatever became of the budget."""
    service = QuotaService(1, 1.0, 0.001)

    async def scene() -> list[Any]:
        client = client_of(service)
        while client._open_state().budget.spend():
            pass
        return await write_many(client, 40)

    assert [] == fake_clock.run(scene())


def test_one_attempt_is_one_after_a_429_too() -> None:
    """With `attempts=1` the error comes at once; the gate is closed for other calls."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> tuple[list[Any], float]:
        client = client_of(service, retry=RetryPolicy(attempts=1))
        ended = [await write(client), await write(client)]
        passed = fake_clock.now()
        return [*ended, await write(client)], fake_clock.now() - passed

    (done, refused, waited), seconds = fake_clock.run(scene())
    assert (200, RateLimitError, 200) == (done.status_code, type(refused), waited.status_code)
    assert seconds > 1


def test_reads_and_other_organisations_do_not_wait() -> None:
    """Nor do calls with another token provider, or another key of one that caches."""
    service, keys = QuotaService(1, WINDOW, 0.0), iter("ab")

    async def scene() -> list[float]:
        key = "k"
        shared = cached_token(lambda: key, ttl=60, key=lambda: key)
        client = client_of(service, token=shared)
        assert [200, 429] == [
            one.status_code for one in (await write(client), await write(client.with_options(deadline=0.5)))
        ]
        free = [client.with_options(org_id="other"), client.with_options(token="other"), client]
        started = fake_clock.now()
        await client.request("GET", "/v1/x", retry="read")
        for one in free:
            key = next(keys) if one is client else key
            assert 200 == (await write(one)).status_code
        return [fake_clock.now() - started]

    assert [0.0] == fake_clock.run(scene())


def test_a_call_without_time_is_not_sent() -> None:
    """It fails at once where it is known that the gate opens after the deadline; the text says for how long."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> tuple[Any, Any, float]:
        client = client_of(service, deadline=5.0)
        await write(client)
        first, started = await write(client), fake_clock.now()
        return first, await write(client), fake_clock.now() - started

    first, second, seconds = fake_clock.run(scene())
    assert (RateLimitError, 20.0, 1) == (type(first), first.retry_after, first.attempts)
    assert (RequestTimeoutError, "rate_limit", False, 0) == (
        type(second),
        second.limit,
        second.applied,
        second.attempts,
    )
    assert "holds calls back for 20.0 s more, beyond the deadline of 5 s" in str(second)
    assert f"{second.operation}: POST https://" in str(second)
    assert (0.0, 2) == (seconds, service.requests)


def test_a_deadline_that_passes_at_the_gate() -> None:
    """The error says that the call waited for the rate limit, and not for a permit."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> list[Any]:
        client = client_of(service, rate_limit=RateLimit(1, 30.0), deadline=5.0)
        return await write_many(client, 2)

    (error,) = fake_clock.run(scene())
    assert ("rate_limit", False, 0) == (error.limit, error.applied, error.attempts)
    assert "waited 5.0 s for the rate limit of the service" in str(error)
    assert 1 == service.requests


def test_a_retry_after_that_is_too_long_closes_the_gate_for_the_longest_time() -> None:
    """The call fails at once with the value; others wait for two minutes."""
    service = QuotaService(1, 1000.0, 0.0)

    async def scene() -> tuple[list[Any], float]:
        client = client_of(service, deadline=300.0)
        ended, started = [await write(client), await write(client)], fake_clock.now()
        return [*ended, await write(client)], fake_clock.now() - started

    (_, first, second), seconds = fake_clock.run(scene())
    assert (1000.0, 120.0, 880.0) == (first.retry_after, seconds, second.retry_after)


def test_a_service_that_goes_on_refusing_is_asked_ever_more_rarely() -> None:
    """However short the pauses of the policy are, and whatever `Retry-After` says."""
    service = QuotaService(0, 1e9, 0.0, header=False)

    async def scene() -> Any:
        return await write(client_of(service, deadline=90.0, retry=RetryPolicy(backoff=0)))

    assert isinstance(fake_clock.run(scene()), RateLimitError)
    assert 90 <= service.requests <= 100


def test_a_service_that_refuses_without_a_pause_is_not_flooded() -> None:
    """Also if it says `Retry-After: 0`, and the policy waits for no longer one."""

    async def scene() -> Any:
        return await write(client_of(service, deadline=90.0, retry=RetryPolicy(backoff=0, max_retry_after=0)))

    service = QuotaService(0, 1e9, 0.0)
    service.wait = 0
    assert isinstance(fake_clock.run(scene()), RateLimitError)
    assert 90 <= service.requests <= 100


@pytest.mark.parametrize("wait", [5, 150])
def test_no_retry_after_closes_the_gate_for_more_than_the_longest_time(
    monkeypatch: pytest.MonkeyPatch, wait: int
) -> None:
    """Neither a longer one, nor the random pause that a short one gets after the second 429 in a row."""
    monkeypatch.setattr(random, "uniform", lambda _, most: most)
    service = QuotaService(0, 1e9, 0.0)

    async def scene() -> float:
        client = client_of(service, retry=RetryPolicy(backoff=200, max_backoff=200), deadline=1000.0)
        refused = client.with_options(retry=RetryPolicy(attempts=1, backoff=200, max_backoff=200))
        service.wait = 1
        await write(refused)
        service.wait = wait
        await write(refused)
        service.quota, started = 1, fake_clock.now()
        assert 200 == (await write(client)).status_code
        return fake_clock.now() - started

    assert 120.0 == fake_clock.run(scene())


def test_a_quota_that_grows_is_found_out() -> None:
    """After the last quota is used up, one request shows that more are allowed."""
    service = QuotaService(50, WINDOW, 0.01)

    async def scene() -> None:
        client = client_of(service)
        assert [] == await write_many(client, 60)
        service.quota = 10_000
        started = fake_clock.now()
        assert [] == await write_many(client, 2000)
        assert fake_clock.now() - started < 5

    fake_clock.run(scene())


def test_other_failures_behind_the_gate() -> None:
    """A probe that fails in another way lets the next call go; a refusal of a late request opens nothing."""
    service = QuotaService(5, WINDOW, 0.05)
    service.fails = lambda count: 500 if count == 6 else 200

    async def scene() -> list[Any]:
        return await write_many(client_of(service), 20)

    (error,) = fake_clock.run(scene())
    assert 500 == error.status_code


def test_a_cancelled_call_leaves_the_gate() -> None:
    """One that waits, and one that was just admitted; the others go on."""
    service = QuotaService(1, 10.0, 0.0)

    async def scene() -> list[Any]:
        client = client_of(service, rate_limit=RateLimit(1, 10.0))
        calls = [asyncio.create_task(write(client, number)) for number in range(4)]
        await asyncio.sleep(1)
        calls[1].cancel()
        gate = next(iter(client._open_state().rate_limits._gates.values()))
        (timer,) = (one._timer for one in gate.values())
        assert timer is not None
        # Cancelled in the same round of the loop in which the gate admits it.
        asyncio.get_running_loop().call_at(timer.when(), calls[2].cancel)
        return [one if isinstance(one, str) else 200 for one in await asyncio.gather(*calls, return_exceptions=True)]

    fake_clock.run(scene())
    assert ["/v1/0", "/v1/3"] == service.order


def test_a_gate_that_closes_while_a_token_is_fetched() -> None:
    """The call that has its token by then waits with the others, and fetches a token again before it is sent."""
    service, asked = QuotaService(1, 10.0, 0.0), 0

    async def get_token() -> str:
        nonlocal asked
        asked += 1
        if asked == 1:
            await asyncio.sleep(5)  # meanwhile the others use up the quota, and are refused
        return "t"

    async def scene() -> list[Any]:
        client = client_of(service, token=get_token)
        calls = [asyncio.create_task(write(client, 0))]
        await asyncio.sleep(1)
        return await asyncio.gather(*calls, write(client, 1), write(client, 2))

    assert [200] * 3 == [one.status_code for one in fake_clock.run(scene())]
    assert (3, 3 + service.refused + 1) == (len(service.order), asked)


def test_a_request_that_was_never_sent_counts_for_nothing() -> None:
    """A dead port uses up no quota of `RateLimit`."""
    own = httpx.AsyncClient(transport=httpx.MockTransport(_refuse))

    async def scene() -> float:
        client = TargetingClient("t", http_client=own, rate_limit=RateLimit(2, 50.0), retry=RetryPolicy(attempts=1))
        started = fake_clock.now()
        assert 6 == len(await write_many(client, 6))
        return fake_clock.now() - started

    assert 0.0 == fake_clock.run(scene())


def _refuse(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


def test_event_loops_share_the_limit() -> None:
    """A client that is used on one loop after the other keeps to the limit over both."""
    service = QuotaService(3, WINDOW, 0.0)
    client = client_of(service, rate_limit=RateLimit(3, WINDOW))

    async def scene() -> float:
        started = fake_clock.now()
        assert [] == await write_many(client, 3)
        return fake_clock.now() - started

    assert [0.0, WINDOW] == [fake_clock.run(scene()), fake_clock.run(scene())]
    assert 0 == service.refused


def test_a_limit_that_another_event_loop_has_used_up() -> None:
    """A call that waits for the requests of another loop asks again."""
    service = QuotaService(10, WINDOW, 1.0)
    client = client_of(service, rate_limit=RateLimit(1, 10.0))
    other = asyncio.Runner(loop_factory=fake_clock.FakeClock)

    async def begin() -> asyncio.Task[Any]:
        task = asyncio.create_task(write(client))
        await asyncio.sleep(0.5)
        return task

    async def wait(task: asyncio.Task[Any]) -> Any:
        return await task

    async def both() -> Any:
        waiting = asyncio.create_task(write(client))
        await asyncio.sleep(0.35)
        pacer = next(iter(client._open_state().rate_limits._pacers.values()))
        pacer.end(asyncio.get_running_loop().time(), sent=False)  # as the other loop does it
        return await waiting

    with other:
        task = other.run(begin())
        assert 200 == fake_clock.run(both()).status_code
        other.run(wait(task))


def test_a_place_that_another_event_loop_frees_beside_a_write_of_this_one() -> None:
    """A call that waits takes it, and does not wait for the end of the write that is under way here."""
    service = QuotaService(10, WINDOW, 1.0)
    client = client_of(service, rate_limit=RateLimit(2, 10.0))
    other = asyncio.Runner(loop_factory=fake_clock.FakeClock)

    async def begin() -> asyncio.Task[Any]:
        task = asyncio.create_task(write(client))
        await asyncio.sleep(0.5)
        return task

    async def wait(task: asyncio.Task[Any]) -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def both() -> float:
        slow, waiting = (asyncio.create_task(write(client)) for _ in range(2))
        await asyncio.sleep(0.25)
        started = fake_clock.now()
        pacer = next(iter(client._open_state().rate_limits._pacers.values()))
        pacer.end(asyncio.get_running_loop().time(), sent=False)  # as the other loop does it
        assert 200 == (await waiting).status_code
        await slow
        return fake_clock.now() - started

    with other:
        task = other.run(begin())
        assert 1.05 == pytest.approx(fake_clock.run(both()))
        other.run(wait(task))


def test_gates_of_many_tenants_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that hold nothing back: a service may have any number of tenants."""
    monkeypatch.setattr(rate_gate_by_tenant, "MANY", 10)
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> tuple[int, int, list[Any]]:
        client = client_of(service, rate_limit=RateLimit(100, 5.0))
        await asyncio.sleep(30)
        closed = client.with_options(org_id="closed", deadline=60.0)
        await write(closed)
        refused = asyncio.create_task(write(closed))
        for number in range(100):
            await write(client.with_options(org_id=str(number)))
            await asyncio.sleep(0.25)
        limits = client._open_state().rate_limits
        (gates,) = limits._gates.values()
        return len(gates), len(limits._pacers), [(await refused).status_code, len(service.order)]

    gates, pacers, others = fake_clock.run(scene())
    assert gates <= 32
    assert pacers <= 32
    assert [200, 102] == others


def test_gates_of_tenants_that_were_refused_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if the call that was answered with 429 was the last one of its tenant."""
    monkeypatch.setattr(rate_gate_by_tenant, "MANY", 10)
    service = QuotaService(0, WINDOW, 0.0)

    async def scene() -> int:
        client = client_of(service, retry=RetryPolicy(attempts=1))
        for number in range(100):
            assert isinstance(await write(client.with_options(org_id=str(number))), RateLimitError)
            await asyncio.sleep(30)
        (gates,) = client._open_state().rate_limits._gates.values()
        return len(gates)

    assert fake_clock.run(scene()) <= 20


@pytest.mark.parametrize("rate_limit", [None, RateLimit(1, WINDOW)])
def test_gates_of_one_tenant_count_together_although_others_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, rate_limit: RateLimit | None
) -> None:
    """What a gate on another event loop has is kept when idle gates are removed."""
    monkeypatch.setattr(rate_gate_by_tenant, "MANY", 2)
    gates = rate_gate_by_tenant.RateGates()
    here, there = ConnectionPool(), ConnectionPool()
    [options, *others] = [
        client_of(QuotaService(1, WINDOW, 0.0), rate_limit=rate_limit, base_url=f"https://host-{number}")._options
        for number in range(5)
    ]

    async def scene() -> None:
        theirs, ours = (gates.gate(pool, options, reads=False) for pool in (there, here))
        for other in others:
            gates.gate(here, other, reads=False)
        again = gates.gate(here, options, reads=False)
        assert again is not ours
        assert theirs.admit()
        assert (rate_limit is None) == again.admit()
        theirs.close(0, WINDOW)
        assert not again.admit()

    fake_clock.run(scene())


def test_a_limit_is_checked() -> None:
    """Its numbers, and its type."""
    for arguments in ((0,), (1.5,), (10, 0), (10, -1), ("5",)):
        with pytest.raises(ConfigurationError):
            RateLimit(*arguments)
    wrong: Any = 500
    with pytest.raises(ConfigurationError, match="rate_limit must be a RateLimit"):
        TargetingClient("t", rate_limit=wrong)


def test_a_key_that_fails_is_reported_by_the_token() -> None:
    """The gate does not hide it."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> Any:
        return await write(client_of(service, token=cached_token(lambda: "t", ttl=60, key=lambda: 1 // 0)))

    assert "ZeroDivisionError" in str(fake_clock.run(scene()))


def test_a_client_says_how_long_writes_wait() -> None:
    """Also a tag client and a derived one; nothing waits before the first call, and after the last."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> list[float]:
        client = client_of(service)
        waits = [client.rate_limit_wait()]
        calls = [asyncio.create_task(write(client)) for _ in range(2)]
        await asyncio.sleep(1)
        waits += [client.rate_limit_wait(), client.campaign.rate_limit_wait()]
        waits += [
            client.with_options(deadline=5.0).rate_limit_wait(),
            client.with_options(org_id="o").rate_limit_wait(),
        ]
        await asyncio.gather(*calls)
        waits.append(client.rate_limit_wait())
        await client.aclose()
        return [*waits, client.rate_limit_wait()]

    assert [0.0, 19.0, 19.0, 19.0, 0.0, 0.0, 0.0] == fake_clock.run(scene())


def test_a_derived_client_that_is_closed_waits_for_nothing() -> None:
    """Writes of a derived client cannot wait if it, or a client that it was derived from, is closed."""
    service = QuotaService(1, WINDOW, 0.0)

    async def scene() -> list[float]:
        client = client_of(service)
        middle = client.with_options(deadline=50.0)
        last = middle.with_options(deadline=40.0)
        calls = [asyncio.create_task(write(client)) for _ in range(2)]
        await asyncio.sleep(1)
        await middle.aclose()
        waits = [one.rate_limit_wait() for one in (client, middle, last)]
        await asyncio.gather(*calls)
        return waits

    assert [19.0, 0.0, 0.0] == fake_clock.run(scene())


def test_a_wait_for_the_end_of_other_writes_has_no_seconds() -> None:
    """Room below `rate_limit` is left: neither a crowd nor a gate that opens gradually waits for earlier writes."""
    service = QuotaService(70, 5.0, 1.0, origin=1000.0)

    async def scene() -> list[float]:
        client = client_of(service, rate_limit=RateLimit(500, WINDOW))
        await write(client)
        calls = [asyncio.create_task(write(client)) for _ in range(100)]
        await asyncio.sleep(0.5)
        waits = [client.rate_limit_wait()]  # 64 are under way
        await asyncio.sleep(2)
        waits.append(client.rate_limit_wait())  # it was refused, and opens at the end of the window
        await asyncio.sleep(2)
        waits.append(client.rate_limit_wait())  # one is under way
        await asyncio.gather(*calls)
        return waits

    assert [0.0, 1.5, 0.0] == fake_clock.run(scene())


def test_no_wait_is_known_without_an_event_loop() -> None:
    """Outside of an event loop, and on one that the client was not used on, no call of the client can wait."""
    client = client_of(QuotaService(10, WINDOW, 0.0))

    async def wait() -> float:
        return client.rate_limit_wait()

    assert 200 == fake_clock.run(write(client)).status_code
    assert [0.0, 0.0, 0.0] == [
        client.rate_limit_wait(),
        client.with_options(org_id="o").rate_limit_wait(),
        fake_clock.run(wait()),
    ]


def test_a_call_that_is_dropped_with_its_event_loop_counts_no_longer() -> None:
    """A write whose event loop ends without cancelling it leaves the limit after one period, and writes nothing."""

    async def hang(_: httpx.Request) -> httpx.Response:
        hanging.append(await asyncio.Event().wait())
        raise AssertionError

    async def begin(client: TargetingClient) -> None:
        calls = [asyncio.ensure_future(client.request("POST", "/v1/1")) for _ in range(2)]
        await asyncio.sleep(1)
        assert [False, False] == [one.done() for one in calls]
        for one in calls:
            one._log_destroy_pending = False  # type: ignore[attr-defined]

    hanging: list[object] = []
    with_limit: Any = {"token": "t", "rate_limit": RateLimit(1, WINDOW), "deadline": 1.5 * WINDOW}
    client = TargetingClient(http_client=httpx.AsyncClient(transport=httpx.MockTransport(hang)), **with_limit)
    loop = fake_clock.FakeClock()
    loop.run_until_complete(begin(client))
    loop.close()
    service = QuotaService(10, WINDOW, 0.0)
    client._set_options(client.options.replace(http_client=service.client()))

    async def scene() -> Any:
        await client.request("GET", "/v1/1", retry="read")  # the connections of the closed loop are forgotten
        gc.collect()
        return await write(client)

    assert 200 == fake_clock.run(scene()).status_code


def test_a_429_on_one_event_loop_holds_the_others_back() -> None:
    """Each lets one call out at first. So does a client that was closed and opened again."""
    service = QuotaService(1, WINDOW, 0.0)
    client = client_of(service, deadline=5.0)

    async def scene() -> list[Any]:
        return [await write(client), await write(client)]

    first, second = fake_clock.run(scene()), fake_clock.run(scene())
    assert [200, 429] == [one.status_code for one in first]
    assert ["rate_limit", "rate_limit"] == [one.limit for one in second]

    async def reopened() -> Any:
        await client.aclose()
        async with client:
            return await write(client)

    assert "rate_limit" == fake_clock.run(reopened()).limit
    assert 2 == service.requests


def test_a_gate_that_another_event_loop_closes_as_it_admits_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is not sent before the gate opens: it belongs to the time before the 429."""
    service, admit = QuotaService(10, WINDOW, 0.0), RateGate.admit

    def admit_and_close(gate: RateGate) -> bool:
        monkeypatch.undo()
        is_admitted = admit(gate)
        gate.closing.until = fake_clock.now() + 7.0  # as the thread of the other loop does it
        gate.closing.epoch += 1
        return is_admitted

    async def scene() -> float:
        monkeypatch.setattr(RateGate, "admit", admit_and_close)
        started = fake_clock.now()
        assert 200 == (await write(client_of(service))).status_code
        return fake_clock.now() - started

    assert 7.0 == fake_clock.run(scene())


def test_a_gate_that_another_event_loop_closes_opens_with_one_request() -> None:
    """Though it had let any number out before."""
    service = QuotaService(1000, WINDOW, 0.01)
    client = client_of(service)

    async def used() -> list[Any]:
        return await write_many(client, 5)

    async def refused() -> Any:
        service.quota = 5
        return await write(client.with_options(deadline=5.0))

    async def opened() -> list[Any]:
        return await write_many(client, 20)

    with asyncio.Runner(loop_factory=fake_clock.FakeClock) as first:
        assert [] == first.run(used())
        assert 429 == fake_clock.run(refused()).status_code
        assert [] == first.run(opened())
    assert service.refused <= 1 + 4


def test_default_clients_share_the_limit() -> None:
    """That of the whole API, and those of the tags."""
    service = QuotaService(100, WINDOW, 0.0)

    async def scene() -> float:
        configure(token="t", http_client=service.client(), rate_limit=RateLimit(2, 10.0), deadline=600.0)
        started = fake_clock.now()
        for client in (get_client(), campaign.get_client(), target.get_client()):
            assert [200, 200] == [(await write(client)).status_code for _ in range(2)]
        return fake_clock.now() - started

    assert 20.0 == fake_clock.run(scene())
