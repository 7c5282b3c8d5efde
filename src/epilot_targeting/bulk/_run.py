"""`BulkRun`: the results of a run, as an async iterator."""

from __future__ import annotations

import sys
import warnings
from asyncio import CancelledError, Lock
from collections.abc import AsyncIterable, Callable, Generator, Iterable
from typing import Any, Generic, TypeVar

from ._engine import Engine
from ._item_engine import ItemEngine
from ._progress import Reporter
from ._results import BulkResult
from ._run_end import add_note, raise_failure
from ._run_state import RunState
from ._run_tasks import RunTasks
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
    _tasks: RunTasks | None = None

    def __init__(
        self,
        settings: Settings,
        source: Iterable[I] | AsyncIterable[I],
        reporter: Reporter | None,
        engine_class: Callable[[Settings, Any], Engine] = ItemEngine,
    ) -> None:
        """Keep the arguments. The run starts when it is entered, iterated over or awaited.

        Args:
            settings: The checked arguments of the bulk operation.
            source: The items, as the user passed them in.
            reporter: Shows the progress, or None.
            engine_class: Called with `settings` and `source` at the start. Default: the engine that sends the items
                one by one.
        """
        self._state = RunState(settings)
        self._engine_class = engine_class
        self._source = source
        self._reporter = reporter
        self._starting = Lock()
        self._is_raised = False
        self._is_used = False

    def __del__(self) -> None:
        """Issue a RuntimeWarning if the run was never started, or was dropped before its end. Stop a dropped run.

        Python calls this when the run is deleted, as after a `break` without `async with`. At the end of the
        interpreter, do nothing.
        """
        is_running = not sys.is_finalizing()
        if is_running and not self._is_used:
            name = self._state.name
            text = f"the run of {name} was never started, and nothing was sent: await it, enter it or iterate over it"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=self)
        elif is_running and self._tasks is not None and self._tasks.drop():
            name, state = self._state.name, self._state.text()
            text = f"the run of {name} was dropped before its end, and stops: use `async with`; {state}"
            warnings.warn(text, RuntimeWarning, stacklevel=2, source=self)

    @property
    def counts(self) -> dict[str, int]:
        """The number of results by status: done, exists, rejected, unknown, skipped. All are 0 before the start.

        This is a new dict, which later results do not change.
        """
        return self._state.counts

    @property
    def remaining(self) -> int | None:
        """The number of items without a result, or None if the length of the input is unknown.

        That of `retrigger_failed` is unknown until the failed recipients are collected.
        """
        return self._state.remaining

    @property
    def rate(self) -> float:
        """Results per second since the start of the run, until its end. 0 before the start.

        While the run is under way, read this in its event loop.

        Raises:
            RuntimeError: The run is under way, and no event loop is running in this thread.
        """
        return self._state.rate

    async def __aenter__(self) -> BulkRun[I]:
        """Open the journal, start the run and its display of progress, and return the run.

        Raises:
            ConfigurationError: The journal cannot be used. The run has not started, and can be entered again.
            RuntimeError: The run was started before.
        """
        self._is_used = True
        async with self._starting:
            if self._tasks is not None:
                raise RuntimeError(f"{self._state.name}: a bulk run can be used once; start a new one")
            await self._start()
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        """End the run, also if it is incomplete, and wait for the end of its tasks.

        Calls that send items have 5 seconds to end. Then they are cancelled, and their items get no result. An
        exception of the block is not suppressed. If the run is incomplete, the exception gets a note with the state
        of the run, which a traceback shows. The error of a run that gave up is not raised here. An exception of the
        progress callback at its last call is raised, unless the block has raised another one.
        """
        if self._tasks is not None:
            await self._tasks.finish()
            if error is None:
                self._tasks.display.raise_error()
        if error is not None:
            add_note(self._state, error)

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
            BulkInterrupted: The run gave up. Each further call raises it.
            RuntimeError: The run was cancelled or left before its end. Each further call raises it.
            Exception: The input, a middleware or a callback raised it. A further call raises RuntimeError instead,
                or StopAsyncIteration if every item has its result.
        """
        tasks = self._tasks or await self._start_once()
        try:
            result = await tasks.engine.results.get()
        except CancelledError as error:
            error.__traceback__ = None  # it shows where the consumer was, and no frame of ours
            raise
        if result is not None:
            return result
        await tasks.finish()
        is_raised, self._is_raised = self._is_raised, True
        raise_failure(self._state, tasks.engine, is_raised=is_raised)
        tasks.display.raise_error()
        raise StopAsyncIteration

    def __await__(self) -> Generator[Any, None, dict[str, int]]:
        """Run to the end without handing out results, and return the counts by status. `await run` calls this.

        A cancellation ends the run, waits up to 5 seconds for the calls under way, and is raised. After a complete
        run, another `await` returns the counts again.

        Raises:
            ConfigurationError: At the start: the journal cannot be used. Another `await` tries again.
            BulkInterrupted: The run gave up. Each further `await` raises it.
            RuntimeError: The run was cancelled or left before its end, and is awaited again.
            Exception: The input, a middleware or a callback raised it. A further `await` raises RuntimeError
                instead, or returns the counts if every item has its result.
        """
        return self._run_to_end().__await__()

    def __repr__(self) -> str:
        """Return a text such as `<BulkRun create_recipients: 36 done, 2 rejected, 5 left>`."""
        return repr(self._state)

    async def _start(self) -> RunTasks:
        """Open the journal, start the run and its display of progress, and return its tasks.

        Raises:
            ConfigurationError: The journal cannot be used.
        """
        engine = self._engine_class(self._state.settings, self._source)
        await engine.journal.open()
        self._tasks = RunTasks(self._state, engine, self._reporter)
        return self._tasks

    async def _start_once(self) -> RunTasks:
        """Start the run, unless another task does so, and return its tasks: two starts would send each item twice.

        Raises:
            ConfigurationError: The journal cannot be used.
        """
        self._is_used = True
        async with self._starting:
            return self._tasks or await self._start()

    async def _run_to_end(self) -> dict[str, int]:
        """Take all results, and return the number of results by status, for `__await__`.

        `__await__` says what is raised. Afterwards the run has ended, also after an exception. One that could not
        start, because of its journal, may be started again.
        """
        try:
            async for _ in self:
                pass
        except BaseException as error:
            await self.__aexit__(type(error), error, error.__traceback__)
            raise
        return self.counts
