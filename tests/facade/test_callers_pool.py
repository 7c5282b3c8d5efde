"""A caller's HTTP client with a connection pool that is smaller than `max_concurrency`."""

from __future__ import annotations

import asyncio
import gc
import weakref

import httpx
import pytest
from facade.stores import CID, JOB, ONCE, TLS
from server import HANG, Script, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError
from epilot_targeting.middleware import Attempt, CallNext, Outcome

LIMITS = httpx.Limits(max_connections=2)
ADDRESS = "http://127.0.0.1:1"
"""An address that refuses connections."""


@pytest.mark.parametrize("number", [1, 2])
async def test_cancelled_calls_leave_the_pool_usable(script: Script, number: int) -> None:
    """Cancelling calls that wait for the pool loses none of its connections, also with two clients on it."""
    async with httpx.AsyncClient(verify=TLS, limits=LIMITS) as own:
        made = [TargetingClient("t", base_url=script.address, http_client=own, retry=ONCE) for _ in range(number)]
        for _ in range(4):
            script.answer = lambda _: HANG
            before = len(script.seen)
            calls = [asyncio.create_task(client.get_campaign_job_status(CID)) for client in made for _ in range(6)]
            await script.until(lambda before=before: len(script.seen) == before + 2)  # type: ignore[misc]
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
        script.answer = lambda _: response(200, JOB)
        async with asyncio.timeout(5):
            await asyncio.gather(*(client.get_campaign_job_status(CID) for client in made for _ in range(6)))
    assert 8 + 6 * number == len(script.seen)


async def test_a_call_cancelled_while_it_waits_for_the_pool(script: Script) -> None:
    """A call that is cancelled while it waits for the caller's pool returns its permit."""
    script.answer = lambda _: HANG
    async with httpx.AsyncClient(verify=TLS, limits=httpx.Limits(max_connections=1)) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own, retry=ONCE, max_concurrency=2)
        first, second = (asyncio.create_task(client.get_campaign_job_status(CID)) for _ in range(2))
        await script.until(lambda: len(script.seen) == 1)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        script.answer = lambda _: response(200, JOB)
        async with asyncio.timeout(5):
            await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(3)))
    assert 4 == len(script.seen)


def test_event_loops_that_have_ended_are_forgotten() -> None:
    """A client that is used by one event loop after another keeps none but the last of them."""

    async def call_twice() -> weakref.ref[asyncio.AbstractEventLoop]:
        client = TargetingClient("t", base_url=ADDRESS, http_client=own, retry=ONCE)
        calls = [client.get_campaign_job_status(CID) for _ in range(2)]  # the second one waits for the first
        assert [TransportError] * 2 == [type(error) for error in await asyncio.gather(*calls, return_exceptions=True)]
        return weakref.ref(asyncio.get_running_loop())

    own = httpx.AsyncClient(verify=TLS, limits=httpx.Limits(max_connections=1))
    loops = [asyncio.run(call_twice()) for _ in range(4)]
    gc.collect()
    assert [None] * 3 == [loop() for loop in loops[:3]]
    asyncio.run(own.aclose())


async def test_an_attempt_that_middleware_has_left() -> None:
    """An attempt that middleware has left is cancelled, and keeps its permit to the end of its clean-up."""
    running: list[int] = []

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            running.append(1)
            try:
                if len(running) == 1:
                    await asyncio.sleep(60)
                return httpx.Response(200, content=JOB, headers={"content-type": "application/json"})
            finally:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                running.append(-1)

    async def leave(attempt: Attempt, call_next: CallNext) -> Outcome:
        sending = asyncio.ensure_future(call_next(attempt))
        await asyncio.sleep(0.01)
        if sending.done():
            return await sending
        raise LookupError

    async with httpx.AsyncClient(transport=Slow()) as own:
        client = TargetingClient(
            "t", base_url="http://127.0.0.1:1", http_client=own, max_concurrency=1, middleware=[leave]
        )
        with pytest.raises(LookupError):
            await client.get_campaign_job_status(CID)
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert [1, -1, 1, -1] == running


async def test_a_pool_without_connections() -> None:
    """A call waits for one until its deadline, and sends nothing."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=0)) as own:
        client = TargetingClient("t", base_url="http://127.0.0.1:1", http_client=own, deadline=0.05)
        with pytest.raises(RequestTimeoutError) as failed:
            await client.get_campaign_job_status(CID)
    assert ("deadline", False) == (failed.value.limit, failed.value.applied)


def test_closed_event_loops_are_forgotten() -> None:
    """A client that is used on one event loop after another keeps none of those that are closed."""
    own = httpx.AsyncClient(verify=TLS)
    loops: list[weakref.ref[asyncio.AbstractEventLoop]] = []

    async def wait() -> None:
        loops.append(weakref.ref(asyncio.get_running_loop()))
        client = TargetingClient("t", http_client=own)
        client._open_state().pool().semaphores(client.options)

    with asyncio.Runner() as runner:
        runner.run(wait())
        for _ in range(3):
            asyncio.run(wait())
        gc.collect()
        assert [False, True, True, False] == [loop() is None for loop in loops]
        assert runner.get_loop() is loops[0]()
