"""What a bulk run shows of itself: its counts, its rate, the number of items that are left, and how to continue it."""

from __future__ import annotations

import asyncio

from ._counts import Counts, counts_text
from ._engine import Engine
from ._progress import BulkProgress, results_per_second
from ._run_errors import state_of_run
from ._settings import Settings


class RunState:
    """The state of one `BulkRun`, for its properties, its display of progress and its errors.

    It has no reference to the run, so that a run that is dropped is deleted while its tasks go on.

    Args:
        settings: The arguments of the run.

    Attributes:
        settings: The arguments of the run.
        engine: The tasks of the run, or None before its start.
    """

    def __init__(self, settings: Settings) -> None:
        """Keep the arguments of a run that was not started."""
        self.settings = settings
        self.engine: Engine | None = None
        self._started = self._ended = 0.0

    def start(self, engine: Engine) -> None:
        """Keep the engine of the run, whose journal is open, and the present time as that of its start."""
        self.engine = engine
        self._started = asyncio.get_running_loop().time()

    def end(self) -> None:
        """Keep the present time as that of the end of the run: its rate stays the same from now on. Call this once."""
        self._ended = asyncio.get_running_loop().time()

    @property
    def name(self) -> str:
        """The name of the operation, such as `create_recipients`."""
        return self.settings.operation.name

    @property
    def is_ended(self) -> bool:
        """Whether the tasks of the run have ended, and `end` was called."""
        return bool(self._ended)

    @property
    def counts(self) -> dict[str, int]:
        """A new dict with the number of this run's results by status. Each `Status`, such as `done`, is a key.

        All are 0 before `start`. A result counts as soon as it is queued for the consumer.
        """
        return dict(Counts() if self.engine is None else self.engine.counts)

    @property
    def total(self) -> int | None:
        """The number of items of the run, or None if it is unknown, as for a generator.

        `retrigger_failed` has no input: it is None there until the list of failed recipients was read.
        """
        return self.settings.total if self.engine is None else self.engine.total

    @property
    def remaining(self) -> int | None:
        """The number of items without a result, or None if the length of the input is unknown."""
        total = self.total
        return None if total is None else max(0, total - sum(self.counts.values()))

    @property
    def rate(self) -> float:
        """Results per second since the start of the run, until its end. 0 before the start.

        While the run is under way, read this in its event loop.

        Raises:
            RuntimeError: The run is under way, and no event loop is running in this thread.
        """
        if self.engine is None:
            return 0.0
        elapsed = (self._ended or asyncio.get_running_loop().time()) - self._started
        return results_per_second(self.counts, elapsed)

    def text(self) -> str:
        """Return the text of `state_of_run`, for errors and notes: what is done, what is left, and how to continue.

        It may be called before the start, and after the end.
        """
        is_repeatable, has_journal = self.settings.operation.is_repeatable, self.settings.journal is not None
        in_doubt = 0 if self.engine is None else self.engine.in_doubt
        return state_of_run(self.counts, self.remaining, in_doubt, is_repeatable=is_repeatable, has_journal=has_journal)

    def progress(self, engine: Engine) -> BulkProgress:
        """Return the present state of the started run, for the display or the user's callback.

        `engine` is that of the run. Call this in its event loop.
        """
        gate, rate, remaining = engine.gate, self.rate, self.remaining
        left = remaining / rate if remaining is not None and rate else None
        waiting = gate.waiting()
        # Calls may wait inside the client too, as with `rate_limit=`.
        limited = 0.0 if waiting or gate.is_down else self.settings.caller.rate_limit_wait()
        reason = gate.reason if waiting or gate.is_down else "the rate limit" if limited else ""
        return BulkProgress(self.name, self.counts, self.total, rate, left, reason, waiting or limited)

    def __repr__(self) -> str:
        """Return the repr of the `BulkRun`, such as `<BulkRun create_recipients: 36 done, 5 left>`.

        `5 left` is `remaining`, and is left out if that is None. Without results, the text says `nothing done`.
        """
        shown = counts_text(self.counts)
        left = "" if self.remaining is None else f", {self.remaining} left"
        return f"<BulkRun {self.name}: {shown or 'nothing done'}{left}>"
