"""A run starts once, and a task of it that is cancelled by somebody else ends it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, Scripted, counts, payloads

from epilot_targeting.bulk import BulkRun, Journal, create_recipients

FAILURE = "create_recipients: the input, a middleware or a callback raised CancelledError, or a task of the run was"


async def test_steps_at_the_same_time_start_one_run() -> None:
    """The first results may be awaited by several tasks: each item is sent once."""
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(30))
        got = await asyncio.gather(*(anext(run) for _ in range(5)))
        assert 5 == len({result.key for result in got})
        assert counts(done=30) == await run
        assert 30 == fake.calls["POST"]


async def test_a_run_is_entered_once() -> None:
    """The second of two tasks that enter a run at the same time is refused."""
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3))
        first, second = await asyncio.gather(run.__aenter__(), run.__aenter__(), return_exceptions=True)
        assert (run, "create_recipients: a bulk run can be used once; start a new one") == (first, str(second))
        assert counts(done=3) == await run


async def of_input(fake: Scripted) -> BulkRun[Any]:
    """Return a run whose input raises CancelledError."""

    async def source() -> AsyncIterator[Any]:
        yield payloads(1)[0]
        raise asyncio.CancelledError

    return create_recipients(fake.client(), CAMPAIGN, source())


async def of_middleware(fake: Scripted) -> BulkRun[Any]:
    """Return a run whose middleware raises CancelledError."""

    async def middleware(attempt: Any, call_next: Any) -> Any:
        await call_next(attempt)
        raise asyncio.CancelledError

    return create_recipients(fake.client(middleware=[middleware]), CAMPAIGN, payloads(3))


async def of_callback(fake: Scripted) -> BulkRun[Any]:
    """Return a run whose callback raises CancelledError."""

    def show(_: Any) -> None:
        raise asyncio.CancelledError

    return create_recipients(fake.client(), CAMPAIGN, payloads(3), progress=show)


async def of_task(fake: Scripted) -> BulkRun[Any]:
    """Return a run one of whose tasks was cancelled."""
    known = asyncio.all_tasks()
    run = create_recipients(fake.client(), CAMPAIGN, payloads(300))
    await anext(run)
    guarded = [one for one in asyncio.all_tasks() - known if getattr(one.get_coro(), "__name__", "") == "_guard"]
    guarded[0].cancel()
    return run


async def of_new_tasks(fake: Scripted) -> BulkRun[Any]:
    """Return a run whose tasks, except for the one that drives them, were cancelled before they ran."""
    run = create_recipients(fake.client(), CAMPAIGN, payloads(3))
    await run.__aenter__()
    known = asyncio.all_tasks()
    await asyncio.sleep(0)  # the driver starts them
    assert asyncio.all_tasks() > known
    for task in asyncio.all_tasks() - known:
        task.cancel()
    return run


@pytest.mark.parametrize("start", [of_input, of_middleware, of_callback, of_task, of_new_tasks])
async def test_a_cancellation_inside_of_the_run_ends_it(start: Any) -> None:
    """It is no cancellation of the consumer, and the run does not wait forever."""
    async with Scripted() as fake:
        run = await start(fake)
        with pytest.raises(RuntimeError, match=FAILURE) as caught:
            await run
        assert isinstance(caught.value.__cause__, asyncio.CancelledError)


async def test_a_callback_that_is_cancelled_at_its_last_call() -> None:
    """The run is complete, and the error of the callback is raised once."""
    async with Scripted() as fake:

        def show(progress: Any) -> None:
            if progress.completed == 3:
                raise asyncio.CancelledError

        run = create_recipients(fake.client(), CAMPAIGN, payloads(3), progress=show)
        with pytest.raises(RuntimeError, match=FAILURE):
            await run
        assert counts(done=3) == await run


async def test_a_driver_that_is_cancelled_before_its_first_step(tmp_path: Path) -> None:
    """The run ends, and its journal can be used again."""
    journal = Journal(tmp_path / "run.sqlite")
    async with Scripted() as fake:
        known = asyncio.all_tasks()
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        await run.__aenter__()
        for task in asyncio.all_tasks() - known:
            task.cancel()
        with pytest.raises(RuntimeError, match="ended early"):
            await run
        for thread in threading.enumerate():
            if thread.name.startswith("epilot-targeting-journal"):
                thread.join()  # it closes the journal
        again = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        assert counts(done=3) == await again
        assert 3 == fake.calls["POST"]
        assert counts() == run.counts


async def test_a_cancelled_driver_ends_the_run_and_closes_the_journal(tmp_path: Path) -> None:
    """All tasks may be cancelled, as at the end of `asyncio.run`: the consumer is told, and the next run continues."""
    journal = Journal(tmp_path / "run.sqlite")
    async with Scripted() as fake:
        known = asyncio.all_tasks()
        run = create_recipients(fake.client(), CAMPAIGN, payloads(100), journal=journal)
        await anext(run)
        for task in asyncio.all_tasks() - known:
            task.cancel()
        with pytest.raises(RuntimeError, match="ended early"):
            await run
        again = await create_recipients(fake.client(), CAMPAIGN, payloads(100), journal=journal, settle_after=0.01)
        assert 100 == sum(again.values())
        assert 100 == len(fake.recipients(CAMPAIGN))
