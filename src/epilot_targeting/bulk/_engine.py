"""The tasks of a run: start them, end them at a stop, and close the journal. `_item_engine.py` has those that send."""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from ._delivery import Delivery
from ._engine_state import EngineState
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
        self.delivery: Delivery = Delivery(self, self.after_result)
        self.read_back: ReadBack = ReadBack(self, self.delivery, self.is_at_rest)

    async def drive(self) -> None:
        """Run all tasks until every item has a result, or the run is stopped; then close the journal.

        A started `BulkRun` has one task for this. An error that ends the run is not raised, but kept as `interruption`
        or `failure`. Calls under way at a stop have 5 seconds before they are cancelled. If this task itself is
        cancelled, they are cancelled at once, and the journal is closed all the same.
        """
        workers = [self._start(work) for work in self._workers()]
        others = [self._start(work) for work in self._others()]
        try:
            await self._stopped.wait()
            for task in others:
                task.cancel()
            await asyncio.wait([*workers, *others], timeout=GRACE)
        finally:
            self.stop()
            for task in (*workers, *others):
                task.cancel()
            await asyncio.gather(*workers, *others, return_exceptions=True)
            await self._close()

    @abstractmethod
    def _workers(self) -> list[Work]:
        """Return the functions of the tasks that end by themselves after `stop`, such as those that send.

        `drive` starts each of them, without arguments, in its own task. A function may be in the list more than once.
        """

    @abstractmethod
    def _others(self) -> list[Work]:
        """Return the functions of all other tasks, such as the one that reads recipients back.

        `drive` starts each of them, without arguments, in its own task, and cancels it at a stop.
        """

    @abstractmethod
    def is_at_rest(self) -> bool:
        """Return whether all open items wait to be read back: nothing else is sent before they have results.

        `ReadBack` then reads the list without waiting for more items. It asks only while at least one item waits.
        """

    def after_result(self) -> None:
        """Wake `ReadBack` if all open items wait for it, and stop the run if no item is left.

        `Delivery` calls this after each result of an open item.
        """
        self.read_back.check_rest()
        self.end_if_complete()

    def _start(self, work: Work) -> asyncio.Task[None]:
        """Start an async function without arguments as a task of the run, and return the task.

        An exception of it ends the run, see `_guard`.
        """
        return asyncio.create_task(self._guard(work))

    async def _guard(self, work: Work) -> None:
        """Run the function of a task to its end, and keep its exception, which stops the run.

        An error of the journal's database becomes `interruption`, any other exception `failure`, also an error of a
        database that the input, a middleware or a callback uses. Only the cancellation
        of the task by `drive` is raised. Any other one is a failure: without this task, the run would wait forever.
        """
        try:
            await work()  # called here: a task that is cancelled before it runs leaves no coroutine behind
        except sqlite3.Error as error:
            if error is self.journal.error:
                self.interrupt(error)
            else:
                self.fail(error)
        except asyncio.CancelledError as error:
            if self._stopped.is_set():
                raise
            self.fail(error)
        except BaseException as error:  # else the run would wait for this item forever
            self.fail(error)

    async def _close(self) -> None:
        """Write the remaining outcomes, remove the notes of items that were not sent, and close the journal.

        Then end the queue of results. `drive` calls this once, when all its tasks have ended. An error of the database
        is not raised, but kept as `interruption`.
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
        except sqlite3.Error as error:
            self.interrupt(error)
        finally:
            self.results.end()
