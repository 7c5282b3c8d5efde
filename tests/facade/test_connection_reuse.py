"""The connection pool: which connection is used again, and how many are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from facade.stores import CAMPAIGN, CID, JOB, ONCE, calls, settled
from server import HANG, Script, Seen, response

from epilot_targeting import ApiError, TargetingClient


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client without retries, of a service that answers."""
    script.answer = answer
    async with TargetingClient("t", base_url=script.address, retry=ONCE, max_concurrency=3) as client:
        yield client


def answer(seen: Seen) -> bytes:
    return response(200, JOB if "/job" in seen.target else CAMPAIGN)


async def at_once(client: TargetingClient, count: int) -> None:
    await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(count)))


async def test_the_last_one_that_was_freed_is_used_first(script: Script, client: TargetingClient) -> None:
    """The connection that was used last is used next, so that the others grow old and are closed."""
    await at_once(client, 3)
    for _ in range(4):
        await client.get_campaign_job_status(CID)
    assert {1, 2, 3} == {seen.connection for seen in script.seen[:3]}
    assert 1 == len({seen.connection for seen in script.seen[3:]})


async def test_a_read_uses_an_idle_connection(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """A read uses an idle connection: if the server has closed it, the read is retried."""
    await client.get_campaign_job_status(CID)
    await advance(3)
    await client.get_campaign_job_status(CID)
    assert [1, 1] == [seen.connection for seen in script.seen]


@pytest.mark.own_connections
@pytest.mark.parametrize(("idle", "connection"), [(0.5, 1), (0.9, 1), (1.0, 2), (3, 2), (3000, 2)])
async def test_a_write_uses_a_fresh_connection(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]], idle: float, connection: int
) -> None:
    """A write uses a new connection, or one that was used within the last second: the server may close an older one."""
    await client.get_campaign_job_status(CID)
    await advance(idle)
    await client.change_campaign_status(CID)
    assert [1, connection] == [seen.connection for seen in script.seen]


@pytest.mark.own_connections
async def test_setting_a_value_is_a_write(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """An operation that sets a value uses fresh connections, as a write does."""
    script.answer = lambda _: response()
    await client.get_campaign_job_status(CID)
    await advance(2)
    await client.update_recipient(CID, CID, {})
    assert [1, 2] == [seen.connection for seen in script.seen]


@pytest.mark.own_connections
async def test_an_old_connection_is_closed_for_a_write(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """A write closes the idle connections that are too old for it."""
    for _ in range(5):
        await client.change_campaign_status(CID)
        await advance(2)
    await script.until(lambda: script.open <= 3)
    assert 5 == script.connections


async def test_a_write_after_a_pause_reaches_a_service_that_closed(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """A write after a pause succeeds although the server has closed the idle connection."""
    script.answer = lambda seen: answer(seen).replace(b"\r\n", b"\r\nconnection: close\r\n", 1)
    await client.get_campaign_job_status(CID)
    await script.until(lambda: script.open == 0)
    await advance(2)
    assert "a" == (await client.change_campaign_status(CID)).campaign.title


async def test_a_failure_of_the_service_keeps_the_connection(script: Script, client: TargetingClient) -> None:
    """A connection is kept after a failure whose response was complete."""
    script.answer = lambda _: response(500)
    for _ in range(2):
        with pytest.raises(ApiError):
            await client.change_campaign_status(CID)
    assert [1, 1] == [seen.connection for seen in script.seen]


async def test_the_number_of_connections_is_limited(script: Script, client: TargetingClient) -> None:
    """No more connections than `max_concurrency` are open, however many calls there are."""
    await at_once(client, 30)
    assert (3, 30) == (script.connections, calls(script))
    assert script.open <= 3


async def test_connections_in_use_are_counted(script: Script, client: TargetingClient) -> None:
    """`busy` counts the permits in use on the running loop; waiting calls have none."""
    script.answer = lambda _: HANG
    tasks = [asyncio.create_task(client.get_campaign_job_status(CID)) for _ in range(5)]
    await script.until(lambda: calls(script) == 3)
    pool: Any = client._open_state()
    assert 3 == pool.pool().busy
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await settled(client)


@pytest.mark.own_connections
async def test_idle_connections_are_closed_in_passing(
    script: Script, advance: Callable[[float], Awaitable[None]]
) -> None:
    """Connections that have been idle for long are closed by later calls."""
    async with TargetingClient("t", base_url=script.address) as client:
        await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(10)))
        assert 10 == script.open
        await advance(31)
        await client.get_campaign_job_status(CID)
        await script.until(lambda: script.open == 1)
        assert script.connections <= 11
