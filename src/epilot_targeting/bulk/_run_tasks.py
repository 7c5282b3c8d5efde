"""Start the task and the display of a bulk run, wait for their end, and stop those of a run that was dropped."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from .._logger import write
from ._engine import Engine
from ._progress import Reporter
from ._run_display import Display
from ._run_state import RunState

STOPPING: set[asyncio.Task[None]] = set()
"""The tasks of dropped runs until they end: an event loop has weak references to its tasks only."""


class RunTasks:
    """The task that drives the engine of a started run, and the display of its progress.

    Args:
        state: The state of the run.
        engine: The tasks of the run.
        reporter: Shows the progress, or None.

    Attributes:
        engine: The tasks of the run.
        display: The display of the progress.
    """

    def __init__(self, state: RunState, engine: Engine, reporter: Reporter | None) -> None:
        """Start the run, and the display of its progress if there is a reporter.

        The journal of `engine` is open, and the event loop is running. The caller calls `finish` or `drop` later,
        also after a complete run: they end the display.
        """
        state.start(engine)
        self._state = state
        self.engine = engine
        self._is_finishing = False
        self._driver = asyncio.create_task(engine.drive())
        self._driver.add_done_callback(self._check_driven)
        self.display = Display(state, engine, reporter)

    def _check_driven(self, _: object) -> None:
        """Close the journal if the driving task was cancelled before its first step. asyncio calls this at its end."""
        if not self.engine.is_driven:
            self.engine.abandon()

    async def finish(self) -> None:
        """Stop the run, wait up to about 5 seconds for its end, stop the display of progress, and log the counts.

        If the caller is cancelled while it waits, the run still ends in its own task, and the display with it. What
        ended the run is not raised here. After the end, do nothing.
        """
        if self._state.is_ended:
            return
        self._is_finishing = True
        self.engine.stop()
        try:
            while not self._driver.done():
                await asyncio.wait([self._driver])
            if not self._driver.cancelled():
                self._driver.result()
        finally:
            if self._driver.done():
                self._end()
            else:
                self._driver.add_done_callback(self._end)

    def _end(self, _: object = None) -> None:
        """Stop the display of the progress, and log the counts, after the end of the run. A second call does nothing.

        The log line, at INFO, is the repr of the run.

        `finish` calls this, or, if it was cancelled, the task of the run at its end, which passes in itself.
        """
        if not self._state.is_ended:
            self._state.end()
            self.display.close()
            write(logging.INFO, "%r", self._state)

    def drop(self) -> bool:
        """Stop a run whose `BulkRun` was deleted, and return whether it was still running, with items without a result.

        Any thread may call this. It does not wait: calls under way have 5 seconds to end. If the event loop is closed,
        nothing is stopped. After a call of `finish`, do nothing and return False.
        """
        if self._is_finishing:
            return False
        with suppress(RuntimeError):  # the loop is closed
            self._driver.get_loop().call_soon_threadsafe(self._stop)
        return not self._driver.done() and not self.engine.is_complete

    def _stop(self) -> None:
        """Stop the engine and the display of a run that was dropped. The event loop calls this in its thread."""
        STOPPING.add(self._driver)
        self._driver.add_done_callback(STOPPING.discard)
        self.engine.stop()
        self.display.stop()
