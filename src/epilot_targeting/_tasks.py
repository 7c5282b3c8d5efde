"""Run work in a task that may outlive its waiter, and cancel it once.

In: a coroutine. Out: its result.
May import: `_eager_start`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from ._eager_start import start_at_once

T = TypeVar("T")

_running: set[asyncio.Future[Any]] = set()
"""Strong references: the event loop holds its tasks weakly."""


def spawn(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start work in its own task, in a copy of the caller's context, and return the task."""
    task = asyncio.create_task(work)
    _keep(task)
    return task


async def run_in_task(work: Callable[[], Coroutine[Any, Any, T]], stop: Callable[[], object] | None = None) -> T:
    """Run work in its own task, return its result, and cancel the task if the waiter is cancelled.

    The task starts at once: work that waits for nothing costs no iteration of the event loop.
    The work is cancelled once, however often the waiter is: a second cancellation would interrupt the clean-up of the
    first, and lose a connection. The waiter does not wait for work that ignores its cancellation.

    Args:
        work: Returns the coroutine to run.
        stop: Cancels the work. Default: `Task.cancel`.
    """
    loop = asyncio.get_running_loop()
    finished: asyncio.Future[None] | None = None

    async def run() -> T:
        try:
            return await work()
        finally:
            # From inside: a callback of the task, as in `asyncio.shield`, would run an iteration of the loop later.
            if finished is not None and not finished.done():
                finished.set_result(None)

    task: asyncio.Future[T] = start_at_once(run(), loop=loop)
    if not task.done():
        finished = loop.create_future()
        _keep(task)
        try:
            await finished
        finally:
            if not task.done():
                (stop or task.cancel)()
    return task.result()


def _keep(task: asyncio.Future[Any]) -> None:
    """Keep a reference to a running task."""
    _running.add(task)
    task.add_done_callback(_forget)


def _forget(task: asyncio.Future[Any]) -> None:
    """Forget a task that has ended, and its exception."""
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # mark it as retrieved: the waiter may be gone
