"""Fetch one page in a task that steps can wait for without disturbing it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from ..errors import TargetingError

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """One page.

    Attributes:
        results: The records. An entry that is no record reads None.
        next: The cursor of the next page; None or empty on the last.
        total: The number of records in all pages, if the service says so.
        cursor: Where this page began, or None for the first.
        malformed: Whether the list holds something that is neither a record nor null.
    """

    results: Sequence[T | None]
    next: Any
    total: int | None
    cursor: str | None
    malformed: bool = False


Fetch = Callable[[str | None], Awaitable[Page[T]]]
"""Return the page that begins at a cursor."""


_ending: set[asyncio.Task[Any]] = set()
"""Cancelled tasks that nobody else holds: the event loop itself holds its tasks weakly."""


class PageTask(Generic[T]):
    """The task that fetches a page.

    Attributes:
        waiters: The steps that wait for it.
    """

    def __init__(self, fetch: Fetch[T], cursor: str | None) -> None:
        self.waiters: set[asyncio.Future[None]] = set()
        self._task = asyncio.create_task(self._run(fetch, cursor))

    async def wait(self) -> None:
        """Wait until the task has ended. Cancelling this does not cancel the task."""
        if self._task.done():
            return
        waiter = asyncio.get_running_loop().create_future()
        self.waiters.add(waiter)
        # A task that is cancelled before it starts runs nothing, so `_run` alone would not do.
        self._task.add_done_callback(self._wake)
        try:
            await waiter
        finally:
            self.waiters.discard(waiter)
            self._task.remove_done_callback(self._wake)

    def result(self) -> Page[T]:
        """Return the page, or raise the error that fetching it ended with."""
        return self._task.result()

    def is_cancelled(self) -> bool:
        """Return whether it was cancelled."""
        return self._task.cancelled()

    def is_lost(self) -> bool:
        """Return whether it was cancelled, or belongs to another event loop and has no result."""
        task = self._task
        if task.get_loop() is asyncio.get_running_loop():
            return task.cancelled()
        return not task.done() or task.cancelled() or task.exception() is not None

    def cancel(self) -> None:
        """Cancel it, from whichever thread: the garbage collector may run in any."""
        try:
            self._task.get_loop().call_soon_threadsafe(_cancel, self._task)
        except RuntimeError:  # its event loop is closed
            if self._task.done():
                _retrieve(self._task)

    async def aclose(self) -> None:
        """Cancel it and wait for its end, unless that would be on another event loop."""
        self.cancel()
        if self._task.get_loop() is asyncio.get_running_loop():
            await self.wait()

    async def _run(self, fetch: Fetch[T], cursor: str | None) -> Page[T]:
        try:
            return await fetch(cursor)
        except TargetingError as error:
            error.cursor = cursor
            raise
        finally:
            self._wake()  # a callback of the task runs one round of the loop later

    def _wake(self, _: object = None) -> None:
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)


def _cancel(task: asyncio.Task[Any]) -> None:
    _ending.add(task)
    task.add_done_callback(_retrieve)
    task.cancel()


def _retrieve(task: asyncio.Task[Any]) -> None:
    _ending.discard(task)
    if not task.cancelled():
        task.exception()  # or asyncio logs that nobody did
