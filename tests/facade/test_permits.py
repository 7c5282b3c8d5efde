"""Connections after a failure are closed and replaced, and every permit is released."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from facade.stores import CAMPAIGN, CID, JOB, ONCE, calls, settled
from server import CLOSE, HANG, Script, Seen, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError


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


FAILURES = [CLOSE, b"garbage\r\n\r\n", HANG, b"HTTP/1.1 200 X\r\ncontent-length: 9\r\nconnection: close\r\n\r\n{}"]


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_failed_connection_is_replaced(
    script: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]], failure: bytes
) -> None:
    """A connection whose attempt failed is closed, and its permit is free for the next call."""
    script.answer = lambda _: failure
    call = asyncio.create_task(client.change_campaign_status(CID))
    await script.until(lambda: calls(script) == 1)
    if failure == HANG:
        await advance(30)
    with pytest.raises(TransportError):
        await call
    await script.until(lambda: script.open == 0)
    script.answer = answer
    await client.change_campaign_status(CID)
    assert await settled(client)
    assert [1, 2] == [seen.connection for seen in script.seen]


async def test_the_number_of_connections_is_limited_after_failures(script: Script, client: TargetingClient) -> None:
    """Failed connections are closed before others are opened."""
    most = 0

    def fail(_: Seen) -> bytes:
        nonlocal most
        most = max(most, script.open)
        return CLOSE

    script.answer = fail
    results = await asyncio.gather(*(client.change_campaign_status(CID) for _ in range(12)), return_exceptions=True)
    assert {TransportError} == {type(result) for result in results}
    assert await settled(client)
    assert most <= 3


async def test_every_end_of_a_call_releases_its_permit(script: Script, client: TargetingClient) -> None:
    """Calls that were cancelled once or twice, timed out, or cut off release their permits."""
    script.answer = lambda _: HANG
    for turn in range(10):
        tasks = [asyncio.create_task(client.get_campaign_job_status(CID)) for _ in range(5)]
        await script.until(lambda turn=turn: calls(script) >= 3 * turn + 3)  # type: ignore[misc]
        for task in (*tasks, *tasks):
            task.cancel()
            await asyncio.sleep(0)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {asyncio.CancelledError} == {type(result) for result in results}
        assert await settled(client)
    script.answer = answer
    await at_once(client, 5)
    assert await settled(client)


async def test_a_deadline_releases_the_permit(script: Script, client: TargetingClient) -> None:
    """A call that is cut off releases its permit and closes its connection."""
    script.answer = lambda _: HANG
    with pytest.raises(RequestTimeoutError):
        await client.with_options(deadline=0.05).get_campaign_job_status(CID)
    assert await settled(client)
    await script.until(lambda: script.open == 0)
