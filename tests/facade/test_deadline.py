"""The deadline of a call as a context manager, and the task that it cancels."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from facade.stores import CID

from epilot_targeting import TargetingClient
from epilot_targeting._call.deadline import CallDeadline
from epilot_targeting._config.options import ClientOptions
from epilot_targeting._transport.pool import ConnectionPool


def deadline_of(seconds: float) -> CallDeadline:
    """Return the deadline of a call that starts now."""
    loop = asyncio.get_running_loop()
    return CallDeadline(loop, loop.time(), ConnectionPool(), ClientOptions(deadline=seconds))


async def test_a_deadline_leaves_its_task_uncancelled() -> None:
    """What comes after a call that its deadline has ended is not cancelled."""
    task = asyncio.current_task()
    limit = deadline_of(1e-9)
    with limit:
        await asyncio.Event().wait()
    assert task is not None
    assert (0, False) == (task.cancelling(), limit.is_client_closed)


async def test_a_client_that_is_closed_as_the_deadline_passes() -> None:
    """A call whose deadline has passed just before its client is closed is cancelled once."""
    task = asyncio.current_task()
    limit = deadline_of(1e-9)
    asyncio.get_running_loop().call_later(0, lambda: limit.close())
    with limit:
        await asyncio.Event().wait()
    assert task is not None
    assert (0, True) == (task.cancelling(), limit.is_client_closed)


async def test_a_cancellation_by_others_counts() -> None:
    """A call that is cancelled as its deadline passes ends as cancelled."""

    async def work() -> None:
        limit = deadline_of(1e-9)
        asyncio.get_running_loop().call_later(0, task.cancel)
        with limit:
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_call_needs_a_task() -> None:
    """A call that a callback of the event loop steps, without a task, fails with a sentence."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def step() -> None:
        with pytest.raises(RuntimeError) as failed:
            TargetingClient("t", http_client=own).get_campaign_job_status(CID).send(None)
        found.set_result(str(failed.value))

    async with httpx.AsyncClient() as own:
        asyncio.get_running_loop().call_soon(step)
        assert "must run in a task" in await found
