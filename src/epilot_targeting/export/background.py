"""`Background`: run blocking work in one thread, in order, so that the event loop stays responsive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Background:
    """A thread for blocking work. One piece of work runs at a time, and no other one waits in a queue."""

    def __init__(self) -> None:
        """Create an executor of one thread, which the first work starts. `close` ends it."""
        self._executor = ThreadPoolExecutor(1, "epilot-targeting-export")
        self._running: asyncio.Future[Any] | None = None

    async def start(self, work: Callable[[], object]) -> None:
        """Wait until the earlier work has ended, and start work in the thread. Do not wait for the end of that.

        If the wait is cancelled, `work` does not start.

        Args:
            work: A blocking function. Its result is dropped; `join` raises its error.

        Raises:
            Exception: The error of the earlier work, if no `join` has raised it yet. Then `work` does not start.
        """
        await self.join()
        self._running = asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def join(self) -> None:
        """Wait for the work that `start` has started. Without such work, return at once.

        Cancelling the wait does not cancel the work.

        Raises:
            Exception: The error of the work, also if it failed before this call. A second call does not raise it again.
        """
        running = self._running
        if running is not None:
            await asyncio.wait([running])
            self._running = None
            running.result()

    async def run(self, work: Callable[[], T]) -> T:
        """Run work in the thread after the earlier work, wait for it, and return its result.

        If the wait is cancelled before the work starts, the work never starts. A later cancellation does not stop
        it: the next work and `close` wait for its end.

        Args:
            work: A blocking function.

        Raises:
            Exception: The error of the work. Or that of the earlier work, if it was not raised yet: `work`
                does not start then.
        """
        made: list[T] = []
        await self.start(lambda: made.append(work()))
        await self.join()
        return made[0]

    async def close(self, clean_up: Callable[[], object]) -> None:
        """Run the clean-up in the thread after all other work, wait for it, and end the thread.

        Call this once, after all other methods, also after an error. Errors of the work and of the clean-up are
        dropped.

        Args:
            clean_up: A blocking function. It runs also if no work was started. Its result is dropped.

        Raises:
            CancelledError: The wait was cancelled. It is raised after the clean-up, and not before.
        """
        was_cancelled = False
        work = [asyncio.get_running_loop().run_in_executor(self._executor, clean_up)]
        if self._running is not None:
            work.append(self._running)
        while not all(one.done() for one in work):
            try:
                await asyncio.wait(work)
            except asyncio.CancelledError:
                was_cancelled = True
        for one in work:
            one.exception()  # mark it as retrieved: the first error is on its way already
        self._executor.shutdown(wait=False)
        if was_cancelled:
            raise asyncio.CancelledError
