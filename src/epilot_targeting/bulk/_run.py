"""`BulkRun`: the results of a run, as an async iterator."""

from __future__ import annotations

import asyncio
import logging
import sys
import warnings
from collections.abc import AsyncIterable, Callable, Generator, Iterable
from typing import Any, Generic, TypeVar

from .._logger import write
from ._counts import Counts, counts_text
from ._engine import Engine
from ._errors import interrupted_error, is_unreached, state_of_run
from ._item_engine import ItemEngine
from ._outage_message import CHECK
from ._progress import INTERVAL, BulkProgress, Reporter, results_per_second
from ._results import BulkResult
from ._settings import Settings

I = TypeVar("I")  # noqa: E741


class BulkRun(Generic[I]):
    """A bulk run: an async context manager, and an async iterator of results in order of completion.

    Items are pulled and sent while you iterate. A slow consumer slows the run down. Leaving the block ends the run:
    calls under way have five seconds to end, and nothing further is sent. `await run` runs it to the end, and returns
    the counts. A run can be used once.

    Example:
        async with create_recipients(client, campaign_id, payloads) as run:
            async for result in run:
                print(result.key, result.status)
        print(run.counts)
    """

    _is_used: bool = True  # also if the constructor fails

    def __init__(
        self,
        settings: Settings,
        source: Iterable[I] | AsyncIterable[I],
        reporter: Reporter | None,
        engine_class: Callable[[Settings, Any], Engine] = ItemEngine,
    ) -> None:
        """Keep the arguments. The run starts when it is entered, iterated over or awaited.

        Args:
            settings: The checked arguments.
            source: The items.
            reporter: Shows the progress, or None.
            engine_class: The class of its tasks. Default: the one that sends the items one by one.
        """
        self._settings = settings
        self._engine_class = engine_class
        self._source = source
        self._reporter = reporter
        self._engine: Engine | None = None
        self._driver: asyncio.Task[None] | None = None
        self._shown: asyncio.Task[None] | None = None
        self._started = self._ended = 0.0
        self._is_raised = False
        self._display_error: Exception | None = None  # of the last update
        self._is_used = False

    def __del__(self) -> None:
        """Warn with a RuntimeWarning of a run that was never started. Python calls this when the run is deleted.

        At the end of the interpreter nothing is done.
        """
        if not self._is_used and not sys.is_finalizing():
            name = self._settings.operation.name
            text = f"the run of {name} was never started, and nothing was sent: await it, enter it or iterate over it"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=self)

    @property
    def counts(self) -> dict[str, int]:
        """The number of results by status: done, exists, rejected, unknown, skipped. All are 0 before the start.

        This is a new dict, which later results do not change.
        """
        return dict(Counts() if self._engine is None else self._engine.counts)

    @property
    def remaining(self) -> int | None:
        """The number of items without a result, or None if the length of the input is unknown.

        That of `retrigger_failed` is unknown until the failed recipients are collected.
        """
        total = self._total
        return None if total is None else max(0, total - sum(self.counts.values()))

    @property
    def _total(self) -> int | None:
        """The number of items in the input, or None if it is unknown."""
        return self._settings.total if self._engine is None else self._engine.total

    @property
    def rate(self) -> float:
        """Results per second since the start of the run, until its end. 0 before the start.

        While the run is under way, read this in its event loop.
        """
        if self._engine is None:
            return 0.0
        elapsed = (self._ended or asyncio.get_running_loop().time()) - self._started
        return results_per_second(self.counts, elapsed)

    async def __aenter__(self) -> BulkRun[I]:
        """Open the journal, start the run and its display of progress, and return the run.

        Raises:
            ConfigurationError: The journal cannot be used. The run has not started, and can be entered again.
            RuntimeError: The run was used before.
        """
        self._is_used = True
        if self._engine is not None:
            raise RuntimeError("a bulk run can be used once: make another one")
        engine = self._engine_class(self._settings, self._source)
        await engine.journal.open()
        self._engine = engine
        self._started = asyncio.get_running_loop().time()
        self._driver = asyncio.create_task(engine.drive())
        if self._reporter is not None:
            self._shown = asyncio.create_task(self._show(self._reporter))
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        """End the run, also if it is incomplete, and wait up to 5 seconds for the calls under way.

        An exception of the block is not suppressed. A cancellation, as by Ctrl-C, gets a note with the state of the
        run, which a traceback shows. The error of a run that gave up is not raised here. An exception of the progress
        callback at its last call is raised, unless the block has raised another one.
        """
        await self._finish()
        if isinstance(error, asyncio.CancelledError | KeyboardInterrupt):
            self._add_note(error)
        if error is None:
            self._raise_display_error()

    def __aiter__(self) -> BulkRun[I]:
        """Return the run itself, which iterates over its results.

        Leaving the loop early does not end the run. Leaving its `async with` block does.
        """
        return self

    async def __anext__(self) -> BulkResult[I]:
        """Return the next result, once there is one. The first call starts the run, unless it was entered.

        Results come in order of completion. A cancelled call loses none.

        Raises:
            ConfigurationError: At the start: the journal cannot be used.
            StopAsyncIteration: Every item has its result.
            BulkInterrupted: The run gave up.
            Exception: The input, a middleware or a callback raised it.
        """
        if self._engine is None:
            await self.__aenter__()
        try:
            result = await self._engine.results.get()  # type: ignore[union-attr]
        except asyncio.CancelledError as error:
            error.__traceback__ = None  # it shows where the consumer was, and no frame of ours
            raise
        if result is not None:
            return result
        await self._finish()
        self._raise_failure()
        self._raise_display_error()
        raise StopAsyncIteration

    def __await__(self) -> Generator[Any, None, dict[str, int]]:
        """Run to the end without handing out results, and return the counts by status. `await run` calls this.

        A cancellation ends the run, and waits up to 5 seconds for the calls under way. After a complete run,
        another `await` returns the counts again.

        Raises:
            ConfigurationError: At the start: the journal cannot be used.
            BulkInterrupted: The run gave up.
            Exception: The input, a middleware or a callback raised it.
        """
        return self._run_to_end().__await__()

    def __repr__(self) -> str:
        """Return a text with the operation, the counts, and the number of items that are left, also for the log."""
        shown = counts_text(self.counts)
        left = "" if self.remaining is None else f", {self.remaining} left"
        return f"<BulkRun {self._settings.operation.name}: {shown or 'nothing done'}{left}>"

    async def _run_to_end(self) -> dict[str, int]:
        """Take all results, end the run, and return the number of results by status, for `__await__`.

        The run has ended also if this raises what ended it early, such as `BulkInterrupted`.
        """
        try:
            async for _ in self:
                pass
        except BaseException as error:
            await self.__aexit__(type(error), error, error.__traceback__)
            raise
        return self.counts

    def _add_note(self, error: BaseException) -> None:
        """Add a note to a cancellation that ends the run early: what is done, what is left, and how to continue.

        Leaving the block calls this. A run that is complete or was not started adds none.
        """
        work = None if self._engine is None else self._engine.work
        if work is not None and (work.open or not work.is_input_ended):
            error.add_note(f"{self._settings.operation.name} was cancelled: {self._state()}")

    def _state(self) -> str:
        """Return what is done, what is left, and how to continue, as text: for `BulkInterrupted` and for a note."""
        settings = self._settings
        is_repeatable, has_journal = settings.operation.is_repeatable, settings.journal is not None
        return state_of_run(self.counts, self.remaining, is_repeatable=is_repeatable, has_journal=has_journal)

    async def _finish(self) -> None:
        """Stop the run, wait for its end, stop the display of progress, and log the counts.

        If the caller is cancelled while it waits, the run still ends in its own task, and the display with it. What
        ended the run is not raised here. Before the start and after the end, do nothing.
        """
        engine, driver = self._engine, self._driver
        if engine is None or driver is None or self._ended:
            return
        engine.stop()
        try:
            while not driver.done():
                await asyncio.shield(driver)
        finally:
            if driver.done():
                self._end()
            else:
                driver.add_done_callback(self._end)

    def _end(self, _: object = None) -> None:
        """Stop the display of the progress, and log the counts, after the end of the task. A second call does nothing.

        The task calls this with itself if nobody waits for its end.
        """
        if not self._ended:
            self._ended = asyncio.get_running_loop().time()
            self._close_display()
            write(logging.INFO, "%r", self)

    def _close_display(self) -> None:
        """Stop the display of the progress, if there is one, after a last update with the final counts.

        An exception of the user's callback is kept, for `_raise_display_error`, unless the run has failed before.
        """
        if self._shown is None or self._reporter is None:
            return
        self._shown.cancel()
        try:
            self._reporter.update(self._progress())
        except Exception as error:
            assert self._engine is not None  # noqa: S101
            self._display_error = error if self._engine.failure is None else None
        finally:
            self._reporter.close()

    def _raise_display_error(self) -> None:
        """Raise the exception of the progress callback at its last call, if there was one, and not again."""
        error, self._display_error = self._display_error, None
        if error is not None:
            raise error

    async def _show(self, reporter: Reporter) -> None:
        """Update the display of the progress every 0.1 seconds until the task is cancelled.

        A task of the run does this. An exception of the callback is kept as the run's failure, and ends the run.
        """
        assert self._engine is not None  # noqa: S101
        try:
            while True:
                reporter.update(self._progress())
                await asyncio.sleep(INTERVAL)
        except Exception as error:
            self._engine.fail(error)

    def _progress(self) -> BulkProgress:
        """Return the present state of the started run, for the display or the user's callback."""
        assert self._engine is not None  # noqa: S101
        gate, rate, remaining = self._engine.gate, self.rate, self.remaining
        left = remaining / rate if remaining is not None and rate else None
        waiting = gate.waiting()
        # Calls may wait inside the client too, as with `rate_limit=`.
        limited = 0.0 if waiting else self._settings.caller.rate_limit_wait()
        return BulkProgress(
            self._settings.operation.name,
            self.counts,
            self._total,
            rate,
            left,
            gate.reason if waiting else "the rate limit" if limited else "",
            waiting or limited,
        )

    def _raise_failure(self) -> None:
        """Raise what ended the run early; return if nothing did. It is called after the last result.

        Raises:
            BulkInterrupted: The run gave up. Each call raises it.
            Exception: The input, a middleware or a callback raised it. Only the first call raises it.
        """
        assert self._engine is not None  # noqa: S101
        if self._engine.failure is not None and not self._is_raised:
            self._is_raised = True
            raise self._engine.failure
        cause = self._engine.interruption
        if cause is not None:
            advice = f"{CHECK}; " if not self._engine.gate.is_reached and is_unreached(cause) else ""
            rest = f"{advice}{self._state()}"
            raise interrupted_error(cause, self._settings.operation.name, self.counts, rest) from cause
