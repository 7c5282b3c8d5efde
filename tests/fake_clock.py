"""An event loop whose clock jumps to the next timer when there is nothing else to do: waits cost no time.

Only for what happens in memory: a response that is on its way over a real socket would lose against every timeout.
While a thread works for the loop, the clock stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")
STUCK = 10.0  # real seconds without anything to do or to wait for


class _Jumping(selectors.DefaultSelector):
    """Instead of waiting, moves the clock on."""

    now = 1000.0
    threads = 0  # pieces of work that threads do for the loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or (self.threads and timeout > 0):
            # Only another thread can bring something.
            ready = super().select(STUCK)
            if not ready:
                raise RuntimeError("the loop waits for something that can't happen")
            return ready
        ready = super().select(0)
        if not ready:
            self.now += max(0.0, timeout)
        return ready


class FakeClock(asyncio.SelectorEventLoop):
    """A loop on a clock of its own."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Return the seconds of the clock."""
        return self._jumping.now

    def run_in_executor(  # type: ignore[override]  # typeshed says that it is a coroutine function
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Run a function in a thread, as every loop does, and stop the clock meanwhile."""
        future: asyncio.Future[T] = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._resume)
        return future

    def _resume(self, _: object) -> None:
        self._jumping.threads -= 1


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a fake clock, as `asyncio.run` does on the real one."""
    with asyncio.Runner(loop_factory=FakeClock) as runner:
        return runner.run(main)


def now() -> float:
    """Return the seconds of the running loop's clock."""
    return asyncio.get_running_loop().time()
