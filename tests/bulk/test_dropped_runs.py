"""A run that is dropped before its end, as after a `break` without `async with`, stops and warns."""

from __future__ import annotations

import asyncio
import gc
import warnings
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, Scripted, counts, payloads

from epilot_targeting.bulk import BulkProgress, BulkRun, _run_tasks, create_recipients


@pytest.mark.parametrize("has_progress", [True, False])
async def test_a_loop_that_is_left_without_a_block_stops_the_run(has_progress: bool) -> None:
    """It warns once with the operation, the counts and `async with`, sends nothing further, and leaves no task."""
    seen: list[BulkProgress] = []
    words = r"create_recipients was dropped before its end, and stops: use `async with`; \d+ done; \d+ items are left"
    async with Scripted() as fake:
        progress = seen.append if has_progress else None

        async def leave() -> None:
            async for _ in create_recipients(fake.client(), CAMPAIGN, payloads(100), concurrency=2, progress=progress):
                break

        with pytest.warns(RuntimeWarning, match=words) as caught:
            await leave()
        await asyncio.sleep(0)  # the loop stops the run
        (driver,) = _run_tasks.STOPPING
        gc.collect()
        await driver
        assert fake.calls["POST"] < 20
        assert fake.calls["POST"] == len(fake.recipients(CAMPAIGN))
    assert [__file__] == [one.filename for one in caught]
    assert has_progress == bool(seen)
    await asyncio.sleep(0)
    assert not _run_tasks.STOPPING
    assert {asyncio.current_task()} == asyncio.all_tasks()


async def test_a_complete_run_that_is_dropped_does_not_warn() -> None:
    """A consumer that takes all results one by one need not ask for the end."""
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(1), progress=lambda _: None)
        assert "done" == (await anext(run)).status
        assert counts(done=1) == run.counts
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            del run
            await asyncio.sleep(0)
        await asyncio.gather(*_run_tasks.STOPPING)


def test_a_run_whose_event_loop_is_closed_is_dropped() -> None:
    """Nothing is left to stop then."""

    async def start(fake: Scripted) -> BulkRun[Any]:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(100), concurrency=1)
        await anext(run)
        return run

    run = asyncio.run(start(Scripted()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        del run
        gc.collect()
    assert not _run_tasks.STOPPING
