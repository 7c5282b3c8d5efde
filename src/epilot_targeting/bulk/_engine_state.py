"""The state of a run that all its tasks share: the arguments, the queues, the journal, the counts, and why it stops."""

from __future__ import annotations

import asyncio

from ..errors import TargetingError
from ._counts import Counts
from ._journal_database import JournalDatabase
from ._journal_writer import JournalWriter
from ._outage import Gate
from ._result_queue import RESULTS, ResultQueue
from ._run_errors import not_cancelled
from ._settings import Settings
from ._work_queue import WorkQueue


class EngineState:
    """The state of one run. `Engine` adds the tasks.

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
        """Create the queues, the gate and the counts of a run. The journal is not opened yet.

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

    def stop(self) -> None:
        """Make `drive` end: nothing more is sent, and calls under way are cancelled after 5 seconds.

        The tasks of `_others`, such as reading back, are cancelled at once. This does not wait for the end. It is
        called when the run is complete, when it fails, and when the user leaves it. A second call does nothing new.
        """
        self._stopped.set()
        self.gate.stop()
        self.work.stop()
        self.results.stop_waiting()

    def interrupt(self, error: Exception) -> None:
        """Stop the run, as `stop` does, because of an error that no item has caused, such as an invalid token.

        Nothing is raised here.

        Args:
            error: It is kept as `interruption`, the cause of `BulkInterrupted`, if there is none yet.
        """
        self.interruption = self.interruption or error
        self.stop()

    def fail(self, error: BaseException) -> None:
        """Stop the run, as `stop` does, because of an exception of the input, a middleware or a callback.

        Nothing is raised here.

        Args:
            error: If no `failure` is kept yet, it is kept as `failure`, and `BulkRun` raises it at its end. In place of
                a CancelledError, a RuntimeError with it as the cause is kept.
        """
        self.failure = self.failure or not_cancelled(error, self.settings.operation.name)
        self.stop()

    def end_if_complete(self) -> None:
        """Stop the run if the input has ended and every item has a result. Otherwise do nothing.

        It is called after each result and at the end of the input.
        """
        if self.work.is_input_ended and not self.work.open:
            self.stop()

    def count_failure(self, error: TargetingError) -> None:
        """Report a failed call to the gate, so that calls pause in an outage. Nothing is raised here.

        This ends the call that `enter` of the gate has admitted to this task: do not call `leave` too. If the
        outage has lasted too long, see `Gate.fail`, call `interrupt`, which stops the run. An error that is no
        outage counts as an answer of the service. For a rate limit, call `limit` of the gate instead.
        """
        if self.gate.fail(error):
            self.interrupt(error)
