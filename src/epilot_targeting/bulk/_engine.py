"""The tasks of a run: start them, end them at a stop, and close the journal. `_item_engine.py` has those that send."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from ._delivery import Delivery
from ._engine_state import EngineState
from ._journal_writer import JournalError
from ._read_back import ReadBack
from ._settings import Settings

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
GRACE = 5.0
"""Seconds that calls under way have to end when the run is stopped."""


class Engine(EngineState, ABC):
    """The tasks of one run. It is made inside of the event loop that it runs on.

    Args:
        settings: The arguments of the run.
    """

    def __init__(self, settings: Settings) -> None:
        """Create the parts of a run, such as its queues. `BulkRun` then opens the journal, and starts `drive`.

        The event loop must be running.
        """
        super().__init__(settings)
        self.is_driven: bool = False  # whether `drive` has begun, which closes the journal at its end
        self.delivery: Delivery = Delivery(self, self.after_result)
        self.read_back: ReadBack = ReadBack(self, self.delivery, self.is_at_rest)

    async def drive(self) -> None:
        """Run all tasks until every item has a result, or the run is stopped; then close the journal.

        A started `BulkRun` has one task for this. An error that ends the run is not raised: `interrupt` keeps it
        as `interruption`, or `fail` as `failure`. Calls that send items have 5 seconds to end at a stop, and are
        cancelled then. Reading back is cancelled at once. If this task itself is cancelled, all calls are
        cancelled at once, and the journal is closed when they have ended. Then the CancelledError is raised.
        """
        self.is_driven = True
        workers = [self._start(work) for work in self._workers()]
        others = [self._start(work) for work in self._others()]
        try:
            await self._stopped.wait()
            for task in others:
                task.cancel()
            await asyncio.wait([*workers, *others], timeout=GRACE)
        finally:
            self.stop()
            try:
                await _end_tasks({*workers, *others})
            finally:
                await self._close()

    @abstractmethod
    def _workers(self) -> list[Work]:
        """Return the functions of the tasks that end by themselves after `stop`, such as those that send.

        `drive` starts each of them, without arguments, in its own task. A function may be in the list more than once.
        """

    @abstractmethod
    def _others(self) -> list[Work]:
        """Return the functions of the tasks that `drive` cancels at a stop, unlike those of `_workers`.

        One of them reads recipients back. `drive` starts each, without arguments, in its own task. A function may
        return before the stop. An exception of it ends the run.
        """

    @abstractmethod
    def is_at_rest(self) -> bool:
        """Return whether all open items wait to be read back: nothing else is sent before they have results.

        `ReadBack` then reads the list without waiting for more items. It asks only while at least one item waits.
        """

    def after_result(self) -> None:
        """Wake `ReadBack` if items wait for it and `is_at_rest` is True. Stop the run if it is complete.

        It is complete when its input has ended and no item is open. `Delivery` calls this after each result of an
        open item.
        """
        self.read_back.check_rest()
        self.end_if_complete()

    def _start(self, work: Work) -> asyncio.Task[None]:
        """Start an async function without arguments as a task of the run, and return the task.

        An exception of it ends the run, see `_guard`. So does its cancellation, unless `drive` has stopped the run:
        without this task, the run would wait forever.
        """
        task = asyncio.create_task(self._guard(work))
        task.add_done_callback(self._check_cancelled)  # a task that is cancelled before it runs guards nothing
        return task

    def _check_cancelled(self, task: asyncio.Task[None]) -> None:
        """Stop the run if a task of it has ended by a cancellation that was not of `drive`. asyncio calls this."""
        if task.cancelled() and not self._stopped.is_set():
            self.fail(asyncio.CancelledError())

    async def _guard(self, work: Work) -> None:
        """Run the function of a task to its end, and keep its exception, which stops the run.

        A `JournalError` becomes `interruption`, any other exception `failure`. Of each kind the first one is kept. Only
        CancelledError is raised: `_check_cancelled` handles it.
        """
        try:
            await work()  # called here: a task that is cancelled before it runs leaves no coroutine behind
        except JournalError as error:
            self.interrupt(error)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # else the run would wait for this item forever
            self.fail(error)

    def abandon(self) -> None:
        """Close the journal, and end the queue of results, of a run whose `drive` was cancelled before it began."""
        self.stop()
        self.journal.abandon()
        self.results.end()

    async def _close(self) -> None:
        """Write the remaining outcomes, remove the notes of items that were not sent, and close the journal.

        Then end the queue of results. An error does not stop the later steps. An error of the database is not
        raised, but kept as `interruption` if there is none yet. `drive` calls this once, when all its tasks have
        ended.
        """
        try:
            await self.journal.flush()
        finally:
            await self._close_journal()

    async def _close_journal(self) -> None:
        """Close the journal without the notes of items that were not sent, and end the queue of results."""
        unsent = [key for key, item in self.work.open.items() if not item.was_sent]
        try:
            await self.journal.close(unsent)
        except JournalError as error:
            self.interrupt(error)
        finally:
            self.results.end()


async def _end_tasks(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel the tasks of a run, and wait until all have ended, also if this is cancelled meanwhile.

    Such a cancellation cancels them once more, and is raised at the end: they use the journal, which is closed next.
    """
    cancelled: asyncio.CancelledError | None = None
    while running := {task for task in tasks if not task.done()}:
        for task in running:
            task.cancel()
        try:
            await asyncio.wait(running)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
