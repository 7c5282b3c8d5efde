"""The display of a run's progress: its updates every 0.1 seconds, the last one, and an exception of the callback."""

from __future__ import annotations

import asyncio

from ._engine import Engine
from ._progress import INTERVAL, Reporter
from ._run_errors import not_cancelled
from ._run_state import RunState


class Display:
    """Shows the progress of one run, in a task, from its start to its end.

    Args:
        state: The state of the run.
        engine: The tasks of the run.
        reporter: The bar, or the caller of the user's callback. None: nothing is shown.
    """

    def __init__(self, state: RunState, engine: Engine, reporter: Reporter | None) -> None:
        """Start the task that updates the display until `close` or `stop`. Without a reporter, start none.

        With a reporter, the event loop must be running. Without one, the other methods do nothing.
        """
        self._state = state
        self._engine = engine
        self._reporter = reporter
        self._error: BaseException | None = None  # of the last update
        self._task = None if reporter is None else asyncio.create_task(self._show(reporter))

    async def _show(self, reporter: Reporter) -> None:
        """Update the display every 0.1 seconds until the task is cancelled, or an update raises an exception.

        The exception, such as one of the user's callback, is not raised: `Engine.fail` keeps it, and ends the run.
        Then this returns.

        Args:
            reporter: The bar, or the caller of the user's callback.
        """
        while True:
            try:
                reporter.update(self._state.progress(self._engine))
            except (Exception, asyncio.CancelledError) as error:
                self._engine.fail(error)
                return
            await asyncio.sleep(INTERVAL)

    def close(self) -> None:
        """Stop the display after a last update with the final counts. Call this once.

        Do nothing without a reporter. An exception of the user's callback in this update is kept for
        `raise_error`. It is dropped if `failure` of the engine is set: another exception has ended the run.
        """
        if self._task is None or self._reporter is None:
            return
        self._task.cancel()
        try:
            self._reporter.update(self._state.progress(self._engine))
        except (Exception, asyncio.CancelledError) as error:
            self._error = not_cancelled(error, self._state.name) if self._engine.failure is None else None
        finally:
            self._reporter.close()

    def stop(self) -> None:
        """Stop the display, if there is one, without a last update.

        `RunTasks` calls this instead of `close` if the `BulkRun` was deleted before `finish` was called.
        """
        if self._task is not None and self._reporter is not None:
            self._task.cancel()
            self._reporter.close()

    def raise_error(self) -> None:
        """Raise the exception that `close` has kept. If there is none, or at a second call, do nothing."""
        error, self._error = self._error, None
        if error is not None:
            raise error
