"""A run whose tasks are cancelled more than once closes its journal, and forgets no item that was sent."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, Scripted, counts, payloads

from epilot_targeting.bulk import Journal, create_recipients
from epilot_targeting.bulk._journal_database import JournalDatabase


def named(name: str) -> list[asyncio.Task[Any]]:
    """Return the tasks that run an async function of this name."""
    return [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == name]


async def test_a_driver_that_is_cancelled_again_still_closes_the_journal(tmp_path: Path) -> None:
    """A call that takes its time to end does not keep the lock: the consumer is told, and the next run continues."""
    journal = Journal(tmp_path / "run.sqlite")

    async def slow_to_end(attempt: Any, call_next: Any) -> Any:
        outcome = await call_next(attempt)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
        return outcome

    async with Scripted() as fake:
        run = create_recipients(fake.client(middleware=[slow_to_end]), CAMPAIGN, payloads(3), journal=journal)
        waiting = asyncio.ensure_future(anext(run))
        while fake.calls["POST"] < 3:  # noqa: ASYNC110 (nothing tells)
            await asyncio.sleep(0.001)
        for _ in range(2):
            for task in named("drive"):
                task.cancel()
            await asyncio.sleep(0.01)
        with pytest.raises(RuntimeError, match="ended early"):
            await asyncio.wait_for(waiting, 5)
        again = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal, settle_after=0.01)
        assert counts(done=3) == await again
        assert 3 == fake.calls["POST"]


async def test_an_outcome_that_was_not_written_leaves_the_item_in_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is cancelled while it waits for the disk: the next one reads back what was carried out."""
    journal = Journal(tmp_path / "run.sqlite")
    original, reached, go_on = JournalDatabase.write, asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def write(self: JournalDatabase, finished: Any, begun: Any) -> Any:
        if finished:
            loop.call_soon_threadsafe(reached.set)
            go_on.wait(10)
        return original(self, finished, begun)

    monkeypatch.setattr(JournalDatabase, "write", write)
    released = asyncio.Event()

    async def second_waits(attempt: Any, call_next: Any) -> Any:
        outcome = await call_next(attempt)
        if fake.calls["POST"] > 1:
            await released.wait()
        return outcome

    async with Scripted() as fake:
        client = fake.client(middleware=[second_waits])
        run = create_recipients(client, CAMPAIGN, payloads(2), journal=journal, concurrency=2)
        async with asyncio.timeout(10):
            await run.__aenter__()
            await reached.wait()  # the outcome of the first item is written, by a slow disk
            released.set()
            leaving = asyncio.create_task(run.__aexit__(None, None, None))
            while named("_guard"):  # noqa: ASYNC110 (nothing tells)
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.01)
            for task in named("drive"):
                task.cancel()
            await asyncio.sleep(0.01)
            go_on.set()
            await leaving
            again = create_recipients(fake.client(), CAMPAIGN, payloads(2), journal=journal, settle_after=0.01)
            assert counts(done=1, skipped=1) == await again
    assert 2 == fake.calls["POST"]


async def test_a_write_that_is_cancelled_before_it_begins_is_made_later() -> None:
    """The run does not wait forever for the outcomes."""
    async with Scripted() as fake:
        run = asyncio.ensure_future(create_recipients(fake.client(), CAMPAIGN, payloads(3)))
        while not (flushes := named("flush")):  # noqa: ASYNC110 (nothing tells)
            await asyncio.sleep(0)
        for task in flushes:
            task.cancel()
        assert counts(done=3) == await asyncio.wait_for(run, 5)
