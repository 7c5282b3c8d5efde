"""Wait for work that may outlive who waits: it is cancelled once, and ends in its own time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_under_way: set[asyncio.Task[Any]] = set()
"""The event loop itself holds its tasks weakly."""


def begin(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start work in a task of its own, in a copy of the caller's context."""
    task = asyncio.create_task(work)
    _under_way.add(task)
    task.add_done_callback(_end)
    return task


async def run_in_task(work: Callable[[], Coroutine[Any, Any, T]], stop: Callable[[], object] | None = None) -> T:
    """Carry out work in a task of its own; whoever stops waiting cancels it, by `stop` where there is a gentler way.

    The waiter is cancelled as often as its owner likes, the work only once: a second cancellation would break off the
    clean-up of the first, and with it a connection would be lost. Nor does work that takes no notice of being
    cancelled keep the waiter.
    """
    ended = asyncio.get_running_loop().create_future()

    async def carried_out() -> T:
        try:
            return await work()
        finally:
            # From inside: a callback of the task, such as `asyncio.shield` has, would come a round of the loop later.
            if not ended.done():
                ended.set_result(None)

    task = begin(carried_out())
    try:
        await ended
    finally:
        if not task.done():
            (stop or task.cancel)()
    return task.result()


def _end(task: asyncio.Task[Any]) -> None:
    _under_way.discard(task)
    if not task.cancelled():
        task.exception()  # nobody may be there any more to be told of it
