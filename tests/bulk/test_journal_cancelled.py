"""A cancellation while the journal is written loses no outcome, and leaves no lock."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, Scripted, counts, payloads

from epilot_targeting.bulk import BulkInterrupted, Journal, create_recipients
from epilot_targeting.bulk._journal_database import JournalDatabase


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal that does not exist yet."""
    return Journal(tmp_path / "run.sqlite")


class Slow:
    """A method of the database that waits in its thread until the test goes on.

    Attributes:
        reached: Set when the method waits.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self._method = method
        self._loop = asyncio.get_running_loop()
        self._go_on = threading.Event()
        self.reached = asyncio.Event()
        self.is_broken = False

    def __call__(self, *arguments: Any) -> Any:
        """Wait, and call the method or raise an error of the disk."""
        self._loop.call_soon_threadsafe(self.reached.set)
        self._go_on.wait(10)
        if self.is_broken:
            raise sqlite3.OperationalError("disk I/O error")
        return self._method(*arguments)

    async def cancel(self, *tasks: asyncio.Task[Any], is_broken: bool = False) -> None:
        """Cancel the tasks that wait for the method, and let it go on afterwards."""
        await self.reached.wait()
        for task in tasks:
            task.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        self.is_broken = is_broken
        self._go_on.set()


def flushes() -> list[asyncio.Task[Any]]:
    """Return the tasks that write outcomes."""
    return [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == "flush"]


@pytest.mark.parametrize("is_broken", [True, False])
async def test_a_cancelled_write_says_whether_it_was_written(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, *, is_broken: bool
) -> None:
    """The run learns how a write ended whose task was cancelled: an outcome that is not noted interrupts it."""
    original = JournalDatabase.write
    slow = Slow(original)

    def write(self: JournalDatabase, finished: Any, begun: Any) -> Any:
        return (slow if finished else original)(self, finished, begun)

    monkeypatch.setattr(JournalDatabase, "write", write)
    async with Scripted() as fake:
        run = asyncio.ensure_future(create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal))
        await slow.reached.wait()
        await slow.cancel(*flushes(), is_broken=is_broken)
        if is_broken:
            with pytest.raises(BulkInterrupted, match="disk I/O error"):
                await run
        else:
            assert counts(done=3) == await run


async def test_a_cancelled_start_leaves_no_lock(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is cancelled while its journal is opened closes it, and can be started again."""
    slow = Slow(JournalDatabase.open)
    monkeypatch.setattr(JournalDatabase, "open", lambda self: slow(self))
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        entering = asyncio.create_task(run.__aenter__())
        await slow.cancel(entering)
        with pytest.raises(asyncio.CancelledError) as caught:
            await entering
        other = create_recipients(fake.client(), CAMPAIGN, payloads(3), journal=journal)
        assert counts(done=3) == await other
        assert counts(skipped=3) == await run
    assert caught.value.__cause__ is None
