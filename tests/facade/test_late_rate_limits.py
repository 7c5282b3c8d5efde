"""A `rate_limit` that is set or changed after the first writes of a client that was handed out earlier."""

from __future__ import annotations

import asyncio
from typing import Any

import fake_clock
import httpx
import pytest
from facade.quota import QuotaService

from epilot_targeting import RateLimit, TargetingClient, campaign, configure, get_client

PLENTY = 10_000


async def write(client: Any, number: int = 0) -> float:
    """Write once, and return when the response came, in seconds since the start of the fake clock."""
    await client.request("POST", f"/v1/{number}")
    return fake_clock.now() - 1000.0


async def write_many(client: Any, count: int) -> list[float]:
    """Write many times at once, and return when the responses came."""
    return list(await asyncio.gather(*(write(client, number) for number in range(count))))


def client_of(service: QuotaService, **options: Any) -> TargetingClient:
    """Return the default client, with options that `configure` has set."""
    configure(token="t", http_client=service.client(), deadline=600.0, **options)
    return get_client()


def test_a_limit_that_is_set_late_holds_at_once() -> None:
    """The writes that were sent before it count, those of another default client too."""
    service = QuotaService(PLENTY, latency=0.0)

    async def scene() -> list[float]:
        client = client_of(service)
        sent = [await write(client)]
        await asyncio.sleep(4)
        sent.append(await write(campaign.get_client()))
        await asyncio.sleep(1)
        configure(rate_limit=RateLimit(3, 10.0))
        return [*sent, *await write_many(client, 4)]

    assert [0.0, 4.0, 5.0, 10.0, 14.0, 15.0] == fake_clock.run(scene())


def test_writes_under_way_count_for_a_limit_that_is_set_late() -> None:
    """Until a period after their end, as if there had been the limit before."""
    service = QuotaService(PLENTY, latency=1.0)

    async def scene() -> list[float]:
        client = client_of(service)
        earlier = [asyncio.create_task(write(client)) for _ in range(2)]
        await asyncio.sleep(0.5)
        configure(rate_limit=RateLimit(2, 10.0))
        later = await write_many(client, 3)
        return [*await asyncio.gather(*earlier), *later]

    assert [1.0, 1.0, 12.0, 12.0, 23.0] == pytest.approx(fake_clock.run(scene()))


def test_reads_are_not_limited() -> None:
    """Whatever limit is set, and when."""
    service = QuotaService(PLENTY, latency=0.0)

    async def scene() -> float:
        client = client_of(service)
        for limit in (None, RateLimit(1, 10.0), RateLimit(1, 20.0)):
            configure(rate_limit=limit)
            await client.request("GET", "/v1/x", retry="read")
        return fake_clock.now()

    assert 1000.0 == fake_clock.run(scene())


@pytest.mark.parametrize(
    ("limit", "times"),
    [
        (RateLimit(2, 10.0), [10.0, 10.0, 20.0]),
        (RateLimit(3, 20.0), [20.0, 20.0, 20.0]),
        (RateLimit(5, 10.0), [1.0, 10.0, 10.0]),
        (None, [10.0, 10.0, 10.0]),
    ],
)
def test_a_limit_that_is_changed(limit: RateLimit | None, times: list[float]) -> None:
    """The new one counts what the old one has counted. None leaves the old one as it is."""
    service = QuotaService(PLENTY, latency=0.0)

    async def scene() -> list[float]:
        client = client_of(service, rate_limit=RateLimit(4, 10.0))
        assert [0.0] * 4 == await write_many(client, 4)
        await asyncio.sleep(1)
        configure(rate_limit=limit)
        return await write_many(client, 3)

    assert times == fake_clock.run(scene())


def test_waiting_writes_see_a_limit_that_is_changed() -> None:
    """Once another write follows: they need not wait for the old one to end."""
    service = QuotaService(PLENTY, latency=0.0)

    async def scene() -> list[float]:
        client = client_of(service, rate_limit=RateLimit(1, 500.0))
        waiting = [asyncio.create_task(write(client, number)) for number in range(3)]
        await asyncio.sleep(1)
        configure(rate_limit=RateLimit(10, 500.0))
        last = await write(client, 3)
        return [*await asyncio.gather(*waiting), last]

    assert [0.0, 1.0, 1.0, 1.0] == fake_clock.run(scene())


def test_a_limit_that_is_set_after_a_429() -> None:
    """A write that was under way before the 429 counts from its end on."""
    refusals = iter([429])

    async def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/1":
            await asyncio.sleep(5)
            return httpx.Response(200, json={})
        return httpx.Response(next(refusals, 200), json={}, headers={"retry-after": "1"})

    async def scene() -> list[float]:
        configure(token="t", http_client=httpx.AsyncClient(transport=httpx.MockTransport(respond)), deadline=600.0)
        client = get_client()
        slow = asyncio.create_task(write(client, 1))
        await asyncio.sleep(0)
        sent = [await write(client)]  # it is sent twice
        configure(rate_limit=RateLimit(3, 50.0))
        return [*sent, await write(client), await slow, await write(client), await write(client)]

    assert [1.0, 1.0, 5.0, 51.0, 51.0] == fake_clock.run(scene())


def test_a_limit_counts_the_writes_of_another_event_loop() -> None:
    """Those that were sent before there was a limit."""
    service = QuotaService(PLENTY, latency=0.0)

    async def earlier() -> list[float]:
        return await write_many(client_of(service), 2)

    async def later() -> list[float]:
        configure(rate_limit=RateLimit(3, 60.0))
        return await write_many(get_client(), 2)

    assert [[0.0, 0.0], [0.0, 60.0]] == [fake_clock.run(earlier()), fake_clock.run(later())]
