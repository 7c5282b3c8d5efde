"""The tasks of a run: start them, end them at a stop, and close the journal. `_item_engine.py` has those that send."""

from __future__ import annotations

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from ..errors import TargetingError
from ._counts import Counts
from ._delivery import Delivery
from ._journal_database import JournalDatabase
from ._journal_writer import JournalWriter
from ._outage import Gate
from ._read_back import ReadBack
from ._results import ResultQueue
from ._settings import Settings
from ._work_queue import WorkQueue

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
GRACE = 5.0
"""Seconds that calls under way have to end when the run is stopped."""
RESULTS = 4
"""Results that wait for the consumer, as a multiple of the concurrency, from which on nothing further is sent."""


class Engine(ABC):
    """The tasks of one run. It is made inside of the event loop that it runs on.

    Args:
        settings: The arguments of the run.

    Attributes:
        counts: The number of results by status.
        total: The number of items, or None if it is unknown.
        interruption: The error that made the run give up, or None.
        failure: The exception that the input, a middleware or a callback raised, or None.
        was_in_doubt: Whether an item with a result may have been carried out before it, whatever the result.
    """

    def __init__(self, settings: Settings) -> None:
        """Create the parts of a run, such as its queues. `BulkRun` then opens the journal, and starts `drive`.

        The event loop must be running.
        """
        self.settings = settings
        self.counts: Counts = Counts()
        self.total: int | None = settings.total
        self.interruption: Exception | None = None
        self.failure: BaseException | None = None
        self.was_in_doubt: bool = False
        self.results: ResultQueue = ResultQueue(RESULTS * settings.concurrency * settings.batch)
        self.work: WorkQueue = WorkQueue()
        self.gate: Gate = Gate(settings)
        journal = settings.journal
        self.journal: JournalWriter = JournalWriter(
            JournalDatabase(None if journal is None else journal.path, settings.identity)
        )
        self.delivery: Delivery = Delivery(self)
        self.read_back: ReadBack = ReadBack(self)
        self._stopped = asyncio.Event()

    @property
    def is_complete(self) -> bool:
        """Whether every item of the input has a result: none is open, and the input has ended or `total` is reached."""
        return not self.work.open and (self.work.is_input_ended or self.total == sum(self.counts.values()))

    @property
    def in_doubt(self) -> int:
        """The number of items without a result that this run, or an earlier one with its journal, may have sent."""
        return sum(item.was_sent for item in self.work.open.values())

    @property
    def applied(self) -> bool | None:
        """False if the service certainly did nothing for this run, else None. It is `applied` of `BulkInterrupted`."""
        is_possible = self.was_in_doubt or self.in_doubt or self.counts["done"] or self.counts["unknown"]
        return None if is_possible else False

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

    def stop(self) -> None:
        """Make `drive` end: nothing more is sent, and the calls under way have 5 seconds to end.

        This does not wait for the end. It is called when the run is complete, when it fails, and when the user leaves
        it. A second call does nothing new.
        """
        self._stopped.set()
        self.gate.stop()
        self.work.stop()
        self.results.stop_waiting()

    def interrupt(self, error: Exception) -> None:
        """Stop the run because of an error that no item has caused, such as an invalid token. Nothing is raised here.

        Args:
            error: It is kept as `interruption`, the cause of `BulkInterrupted`. If there is an earlier one, that stays.
        """
        self.interruption = self.interruption or error
        self.stop()

    def fail(self, error: BaseException) -> None:
        """Stop the run because of an exception of the input, a middleware or a callback. Nothing is raised here.

        Args:
            error: It is kept as `failure`, which `BulkRun` raises. If there is an earlier one, that stays.
        """
        self.failure = self.failure or error
        self.stop()

    def end_if_complete(self) -> None:
        """Stop the run if the input has ended and every item has a result. Otherwise do nothing.

        It is called after each result and at the end of the input.
        """
        if self.work.is_input_ended and not self.work.open:
            self.stop()

    def count_failure(self, error: TargetingError) -> None:
        """Report a failed call to the gate, so that calls pause in an outage.

        This ends the call that `enter` of the gate has admitted to this task: do not call `leave` too. Interrupt the
        run if the service was down for `give_up_after`. An error that is no outage counts as an answer of the service.
        """
        if self.gate.fail(error):
            self.interrupt(error)

    def _start(self, work: Work) -> asyncio.Task[None]:
        """Start an async function without arguments as a task of the run, and return the task.

        An exception of it ends the run, see `_guard`.
        """
        return asyncio.create_task(self._guard(work))

    async def _guard(self, work: Work) -> None:
        """Run the function of a task to its end, and keep its exception, which stops the run.

        An error of the journal's database becomes `interruption`, any other exception `failure`. Only the cancellation
        of the task is raised.
        """
        try:
            await work()  # called here: a task that is cancelled before it runs leaves no coroutine behind
        except sqlite3.Error as error:
            self.interrupt(error)
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # else the run would wait for this item forever
            self.fail(error)

    async def _close(self) -> None:
        """Write the remaining outcomes, remove the notes of items that were not sent, and close the journal.

        Then end the queue of results. `drive` calls this once, when all its tasks have ended. An error of the database
        is not raised, but kept as `interruption`.
        """
        await self.journal.flush()
        unsent = [key for key, item in self.work.open.items() if not item.was_sent]
        try:
            await self.journal.close(unsent)
        except sqlite3.Error as error:
            self.interrupt(error)
        finally:
            self.results.end()
