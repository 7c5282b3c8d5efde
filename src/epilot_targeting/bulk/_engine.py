"""The tasks of a run: pull the items, send them, settle what is unknown, and deliver one result for each."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import AsyncIterable, Callable, Coroutine, Iterable
from functools import partial
from typing import Any, TypeAlias

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._counts import Counts
from ._errors import failure_of
from ._input import Input
from ._items import Item
from ._journal_database import JournalDatabase, State
from ._journal_writer import JournalWriter
from ._outage import Gate
from ._results import BulkResult, ResultQueue, Status
from ._settings import Settings
from ._settle import Settler
from ._work_queue import WorkQueue

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
GRACE = 5.0
"""Seconds that calls under way have to end when the run is stopped."""
RESULTS = 4
"""Results that wait for the consumer, as a multiple of the concurrency, from which on nothing further is sent."""
NOTED = {"done": State.DONE, "exists": State.EXISTS, "rejected": State.REJECTED}
"""The states that results are noted with. An item without one stays in doubt."""


class Engine:
    """The tasks of one run. It is made inside of the event loop that it runs on.

    Args:
        settings: The arguments of the run.
        source: The items.

    Attributes:
        counts: The number of results by status.
        total: The number of items, or None if it is unknown.
        interruption: The error that made the run give up, or None.
        failure: The exception that the input, a middleware or a callback raised, or None.
    """

    def __init__(self, settings: Settings, source: Iterable[Any] | AsyncIterable[Any]) -> None:
        """Create the parts of a run, such as its queues and its journal. Nothing starts before `drive`."""
        self.settings = settings
        self.counts: Counts = Counts()
        self.total: int | None = settings.total
        self.interruption: Exception | None = None
        self.failure: BaseException | None = None
        self.results: ResultQueue = ResultQueue(RESULTS * settings.concurrency * settings.batch)
        self.work: WorkQueue = WorkQueue()
        self.gate: Gate = Gate(settings)
        journal = settings.journal
        self.journal: JournalWriter = JournalWriter(
            JournalDatabase(None if journal is None else journal.path, settings.identity)
        )
        self.settler: Settler = Settler(self)
        self._input = Input(self, source)
        self._stopped = asyncio.Event()

    async def drive(self) -> None:
        """Run all tasks until every item has a result, or the run is stopped; then close the journal.

        `BulkRun` runs this as a task.
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

    def _workers(self) -> list[Work]:
        """Return the functions of the tasks that end by themselves after `stop`.

        They send items, and `register` the input.
        """
        return [*[self._work] * self.settings.concurrency, self._input.register]

    def _others(self) -> list[Work]:
        """Return the functions of the tasks that `drive` cancels at a stop.

        They pull the input, and read recipients back.
        """
        return [self._input.pull, self.settler.run]

    def stop(self) -> None:
        """Make `drive` end: nothing more is sent, and the calls under way have 5 seconds to end.

        A second call does nothing new.
        """
        self._stopped.set()
        self.gate.stop()
        self.work.stop()
        self.results.stop_waiting()

    def interrupt(self, error: Exception) -> None:
        """Stop the run because of an error that no item has caused.

        Args:
            error: It becomes the cause of `BulkInterrupted`, unless an earlier one has.
        """
        self.interruption = self.interruption or error
        self.stop()

    def fail(self, error: BaseException) -> None:
        """Stop the run because of an exception of the input, a middleware or a callback.

        Args:
            error: `BulkRun` raises it unchanged, unless an earlier one was there.
        """
        self.failure = self.failure or error
        self.stop()

    def end_if_complete(self) -> None:
        """Stop the run if the input has ended and every item has a result.

        It is called after each result and at the end of the input.
        """
        if self.work.is_input_ended and not self.work.open:
            self.stop()

    def is_at_rest(self) -> bool:
        """Return whether nothing is left to send: all open items wait to be read back, and the input has ended."""
        return self.work.is_input_ended and self.settler.size == len(self.work.open)

    def count_failure(self, error: TargetingError) -> None:
        """Note a call that failed, for the pause in an outage.

        Interrupt the run if the service was down for `give_up_after`.
        """
        if self.gate.fail(error):
            self.interrupt(error)

    async def report(
        self,
        item: Item,
        status: Status,
        *,
        recipient: models.Recipient | None = None,
        error: TargetingError | None = None,
    ) -> None:
        """Note the outcome of an item that was sent in the journal, and then deliver its result to the consumer.

        The outcome `unknown` is not noted: the item stays in doubt. This waits while the consumer has too many results.
        `recipient` and `error` become those of the `BulkResult`.
        """
        await self.results.reserve()
        result = BulkResult(item.source, item.key, status, recipient, error, item.attempts)
        if status in NOTED:
            self.journal.finish((item.key, NOTED[status]), partial(self._deliver_noted, result))
        else:
            self._deliver_noted(result, None)

    async def deliver(self, item: Item, status: Status, error: TargetingError | None = None) -> None:
        """Deliver the result of an item that is not sent, such as `skipped`, without noting it in the journal.

        `error` is why an item is rejected.
        """
        await self.results.reserve()
        self.counts.add(status)
        self.results.put(BulkResult(item.source, item.key, status, error=error))

    def _deliver_noted(self, result: BulkResult[Any], failure: Exception | None) -> None:
        """Count a result and deliver it to the consumer, after the journal has noted it. The item is no longer open.

        If the journal could not note it, `failure` is its error, which interrupts the run.
        """
        if failure is not None:
            self.interrupt(failure)
        del self.work.open[result.key]
        self.counts.add(result.status)
        self.results.put(result)
        self.settler.check_rest()
        self.end_if_complete()

    def _start(self, work: Work) -> asyncio.Task[None]:
        """Start a function as a task of the run. Its exceptions end the run, see `_guard`."""
        return asyncio.create_task(self._guard(work))

    async def _guard(self, work: Work) -> None:
        """Run the function of a task.

        An error of the journal's database interrupts the run, and any other exception fails it.
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

        Then declare that no result follows. An error of the database interrupts the run.
        """
        await self.journal.flush()
        unsent = [key for key, item in self.work.open.items() if not item.was_sent]
        try:
            await self.journal.close(unsent)
        except sqlite3.Error as error:
            self.interrupt(error)
        finally:
            self.results.end()

    async def _work(self) -> None:
        """Send waiting items, one after the other, until the run stops.

        Each concurrent sender is a task with this function.
        """
        while (item := await self.work.take()) is not None:
            if not await self.gate.enter():
                return
            try:
                await self._send(item)
            except asyncio.CancelledError:
                item.was_sent = True
                raise

    async def _send(self, item: Item) -> None:
        """Send an item by one call. Report it as `done` after a success; after a failure decide what follows."""
        settings = self.settings
        if not item.was_sent and item.first_sent is None:
            item.first_sent = dt.datetime.now(dt.UTC)
        try:
            recipient = await settings.operation.send(settings.caller, settings.campaign_id, item)
        except TargetingError as error:
            error.__traceback__ = None  # a result keeps the error, and its frames the body
            item.attempts += error.attempts
            item.last_error = error
            await self._fail(item, error)
        else:
            item.attempts += 1
            self.gate.succeed()
            await self.report(item, "done", recipient=recipient)

    async def _fail(self, item: Item, error: TargetingError) -> None:
        """Decide what follows the failed call of an item: a result, another call, reading it back, or the run's end."""
        failure = failure_of(error)
        item.was_sent = item.was_sent or error.applied is None
        if failure == "fatal" or (failure == "refused" and self.settings.operation.is_fatal(error)):
            self.interrupt(error)
            return
        if failure == "limited":
            self.gate.limit(error)
        else:
            self.count_failure(error)
        if failure == "applied":
            await self.report(item, "done")
        elif error.applied is None:
            item.unknowns += 1
            self.settler.add_unknown(item)
        elif failure != "refused":
            self.work.put_back(item)
        elif self.settings.operation.needs_reading(error):
            self.settler.add_refused(item, error)
        else:
            await self.report(item, "rejected", error=error)
