"""Run work in a task that may outlive its waiter, and cancel it once.

In: a coroutine. Out: its result.
May import: nothing of ours.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

AT_ONCE: dict[str, Any] = {"eager_start": True} if sys.version_info >= (3, 12) else {}
"""Lets a task run up to its first wait before its creator continues. Python 3.11 cannot."""

_running: set[asyncio.Task[Any]] = set()
"""Strong references: the event loop holds its tasks weakly."""


def spawn(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start work in its own task, in a copy of the caller's context, and return the task.

    An event loop must run here. The task is held until it ends, also if the caller is cancelled. An exception that
    nobody retrieves is not logged.
    """
    task = asyncio.create_task(work)
    _keep(task)
    return task


async def run_in_task(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run work in its own task, and return its result or raise its exception.

    If the waiter is cancelled, it cancels the task, and raises CancelledError without waiting for its end. A
    second cancellation of the waiter does not reach the task: it would interrupt the clean-up of the work,
    and lose a connection. An exception of the work is not logged then.

    From Python 3.12 on the task starts at once: work that waits for nothing costs no iteration of the event
    loop.

    Args:
        work: Returns the coroutine to run. It may raise a CancelledError of its own.
    """
    loop = asyncio.get_running_loop()
    finished: asyncio.Future[None] = loop.create_future()

    async def run() -> T:
        """Run the work in the task, return its result, and wake the waiter at its end."""
        try:
            return await work()
        finally:
            # From inside: a callback of the task, as in `asyncio.shield`, would run an iteration of the loop later.
            if not finished.done():
                finished.set_result(None)

    task = asyncio.Task(run(), loop=loop, **AT_ONCE)
    try:
        await finished
    finally:
        if not task.done():
            _keep(task)  # until now, this frame did
            task.cancel()
    return task.result()


def _keep(task: asyncio.Task[Any]) -> None:
    """Keep a reference to a task in `_running` until it ends: the event loop holds it weakly.

    An exception of it that nobody retrieves is not logged.
    """
    _running.add(task)
    task.add_done_callback(_forget)


def _forget(task: asyncio.Task[Any]) -> None:
    """Remove a task that has ended from `_running`. Mark its exception as retrieved, so that asyncio logs nothing."""
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # mark it as retrieved: the waiter may be gone
