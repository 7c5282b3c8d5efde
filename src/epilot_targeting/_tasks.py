"""Run work in a task that may outlive its waiter, and cancel it once."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_running: set[asyncio.Task[Any]] = set()
"""Strong references: the event loop holds its tasks weakly."""
_EAGER: dict[str, Any] = {"eager_start": True} if sys.version_info >= (3, 12) else {}
"""Lets a task run up to its first wait at once. Work that waits for nothing then costs no iteration of the loop."""


def spawn(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start work in its own task, in a copy of the caller's context, and return the task."""
    return _keep(asyncio.create_task(work))


async def run_in_task(work: Callable[[], Coroutine[Any, Any, T]], stop: Callable[[], object] | None = None) -> T:
    """Run work in its own task, return its result, and cancel the task if the waiter is cancelled.

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

    task = asyncio.Task(run(), loop=loop, **_EAGER)
    if not task.done():  # pragma: no branch (before Python 3.12 no task starts at once)
        finished = loop.create_future()
        _keep(task)
        try:
            await finished
        finally:
            if not task.done():
                (stop or task.cancel)()
    return task.result()


def _keep(task: asyncio.Task[T]) -> asyncio.Task[T]:
    """Keep a reference to a running task, and return it."""
    _running.add(task)
    task.add_done_callback(_forget)
    return task


def _forget(task: asyncio.Task[Any]) -> None:
    """Forget a task that has ended, and its exception."""
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # mark it as retrieved: the waiter may be gone
