"""`BulkRun`: the results of a run, as an async iterator."""

from __future__ import annotations

import asyncio
import logging
import sys
import warnings
import weakref
from collections.abc import AsyncIterable, Callable, Generator, Iterable
from typing import Any, Generic, TypeVar

from .._logger import write
from ..errors import TargetingError
from ._counts import Counts, counts_text
from ._dropped_run import stop_dropped
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
    the counts. A run can be used once: after an early end, only a new run continues.

    Example:
        async with create_recipients(client, campaign_id, payloads) as run:
            async for result in run:
                print(result.key, result.status)
        print(run.counts)
    """

    _is_used: bool = True  # also if the constructor fails
    _engine: Engine | None = None

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
        self._driver: asyncio.Task[None] | None = None
        self._shown: asyncio.Task[None] | None = None
        self._started = self._ended = 0.0
        self._is_raised = False
        self._display_error: Exception | None = None  # of the last update
        self._is_used = False

    def __del__(self) -> None:
        """Warn with a RuntimeWarning of a run that was never started, or was dropped before its end, and stop that one.

        Python calls this when the run is deleted, as after a `break` without `async with`. At the end of the
        interpreter nothing is done.
        """
        is_running = not sys.is_finalizing()
        if is_running and not self._is_used:
            name = self._settings.operation.name
            text = f"the run of {name} was never started, and nothing was sent: await it, enter it or iterate over it"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=self)
        elif is_running and self._engine is not None and self._driver is not None and not self._ended:
            stop_dropped(self._engine, self._driver, self._shown, self._reporter)
            if not self._driver.done() and not self._engine.is_complete:
                name = self._settings.operation.name
                text = f"the run of {name} was dropped before its end, and stops: use `async with`; {self._state()}"
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
            raise RuntimeError(f"{self._settings.operation.name}: a bulk run can be used once; start a new one")
        engine = self._engine_class(self._settings, self._source)
        await engine.journal.open()
        self._engine = engine
        self._started = asyncio.get_running_loop().time()
        self._driver = asyncio.create_task(engine.drive())
        if self._reporter is not None:
            self._shown = asyncio.create_task(self._show(weakref.ref(self), self._reporter))
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        """End the run, also if it is incomplete, and wait up to 5 seconds for the calls under way.

        An exception of the block is not suppressed. If the run is incomplete, the exception gets a note with the state
        of the run, which a traceback shows. The error of a run that gave up is not raised here. An exception of the
        progress callback at its last call is raised, unless the block has raised another one.
        """
        await self._finish()
        if error is None:
            self._raise_display_error()
        else:
            self._add_note(error)

    def __aiter__(self) -> BulkRun[I]:
        """Return the run itself, which iterates over its results.

        Leaving the loop early does not end the run. Leaving its `async with` block does. A run without a block stops,
        with a RuntimeWarning, when it is deleted.
        """
        return self

    async def __anext__(self) -> BulkResult[I]:
        """Return the next result, once there is one. The first call starts the run, unless it was entered.

        Results come in order of completion. A cancelled call loses none.

        Raises:
            ConfigurationError: At the start: the journal cannot be used.
            StopAsyncIteration: Every item has its result.
            BulkInterrupted: The run gave up.
            RuntimeError: The run was cancelled or left before its end. Each further call raises it.
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
            RuntimeError: The run was cancelled or left before its end, and is awaited again.
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
        """Add a note to an exception that ends the run early: what is done, what is left, and how to continue.

        A run that is complete or was not started adds none, nor does one whose state the exception has already.
        """
        if self._engine is None or self._engine.is_complete:
            return
        state = self._state()
        if not any(state in text for text in (str(error), *getattr(error, "__notes__", ()))):
            is_cancelled = isinstance(error, asyncio.CancelledError | KeyboardInterrupt)
            verb = "was cancelled" if is_cancelled else "ended early"
            error.add_note(f"{self._settings.operation.name} {verb}: {state}")

    def _state(self) -> str:
        """Return what is done, what is left, and how to continue, as text: for `BulkInterrupted` and for a note.

        It may be called before the start, and after the end.
        """
        settings = self._settings
        is_repeatable, has_journal = settings.operation.is_repeatable, settings.journal is not None
        in_doubt = 0 if self._engine is None else self._engine.in_doubt
        return state_of_run(self.counts, self.remaining, in_doubt, is_repeatable=is_repeatable, has_journal=has_journal)

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

    @staticmethod
    async def _show(reference: weakref.ref[BulkRun[Any]], reporter: Reporter) -> None:
        """Update the display of the progress every 0.1 seconds until the task is cancelled, or the run is deleted.

        A task of the run does this. Its reference is weak, so that a run that is dropped is deleted. An exception of
        the callback is kept as the run's failure, and ends the run.
        """
        while (run := reference()) is not None:
            try:
                reporter.update(run._progress())
            except Exception as error:
                assert run._engine is not None  # noqa: S101
                run._engine.fail(error)
                return
            del run
            await asyncio.sleep(INTERVAL)

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
            RuntimeError: The run ended before its end for another reason: it was cancelled or left.
            Exception: The input, a middleware or a callback raised it. Only the first call raises it.
        """
        assert self._engine is not None  # noqa: S101
        failure = self._engine.failure
        if failure is not None and not self._is_raised:
            self._is_raised = True
            if isinstance(failure, TargetingError) and failure.applied is False:
                failure.applied = self._engine.applied  # it speaks of the run from here on
            self._add_note(failure)
            raise failure
        cause = self._engine.interruption
        if cause is not None:
            advice = f"{CHECK}; " if not self._engine.gate.is_reached and is_unreached(cause) else ""
            rest = f"{advice}{self._state()}"
            name, applied = self._settings.operation.name, self._engine.applied
            raise interrupted_error(cause, name, self.counts, applied, rest) from cause
        if not self._engine.is_complete:
            name = self._settings.operation.name
            raise RuntimeError(f"{name} ended early, and a bulk run can be used once: {self._state()}")
