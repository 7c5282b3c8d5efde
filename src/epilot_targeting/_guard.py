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
    task.add_done_callback(_under_way.discard)
    return task


async def outcome(task: asyncio.Task[T], stop: Callable[[], object] | None = None) -> T:
    """Wait for a task; whoever stops waiting cancels it, by `stop` where there is a gentler way.

    The waiter is cancelled as often as its owner likes, the work only once: a second cancellation would break off the
    clean-up of the first, and with it a connection would be lost. Nor does work that takes no notice of being
    cancelled keep the waiter.
    """
    try:
        return await asyncio.shield(task)
    finally:
        if not task.done():
            (stop or task.cancel)()
