"""Fetch one page in its own task, which cancelling a waiter does not cancel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from .page import Page

T = TypeVar("T")


Fetch = Callable[[str | None], Awaitable[Page[T]]]
"""Return the page at a cursor; None is the first page."""

_cancelled: set[asyncio.Task[Any]] = set()
"""Strong references to cancelled tasks until they end: the event loop holds its tasks weakly."""


class PageTask(Generic[T]):
    """The task that fetches a page.

    Attributes:
        waiters: The futures of the steps that wait for it.
    """

    def __init__(self, fetch: Fetch[T], cursor: str | None) -> None:
        """Start to fetch a page in a new task on the running event loop.

        `fetch` returns the page at `cursor`; None is the first page. `cancel` or `aclose` ends the task early. Dropping
        this object does not.
        """
        self.waiters: set[asyncio.Future[None]] = set()
        self._task = asyncio.create_task(self._run(fetch, cursor))

    async def wait(self) -> None:
        """Wait until the task has ended. Its exception is not raised here, but by `result`.

        Cancelling this does not cancel the task. Only the event loop of the task may wait, unless the task has ended.
        """
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
        """Return the page that the task fetched. Call it when the task has ended.

        Raises:
            TargetingError: Fetching it failed.
            CancelledError: The task was cancelled.
            InvalidStateError: The task has not ended.
        """
        return self._task.result()

    def is_cancelled(self) -> bool:
        """Return whether the task has ended by a cancellation. Right after `cancel` it has not ended yet."""
        return self._task.cancelled()

    def is_lost(self) -> bool:
        """Return whether this event loop can get no page from the task.

        It was cancelled, or it belongs to another event loop and has not returned a page.
        """
        task = self._task
        if task.get_loop() is asyncio.get_running_loop():
            return task.cancelled()
        return not task.done() or task.cancelled() or task.exception() is not None

    def cancel(self) -> None:
        """Cancel the task soon, without waiting. Any thread may call this: the garbage collector runs in any.

        Do nothing if its event loop is closed.
        """
        try:
            self._task.get_loop().call_soon_threadsafe(_cancel, self._task)
        except RuntimeError:  # its event loop is closed
            if self._task.done():
                _retrieve(self._task)

    async def aclose(self) -> None:
        """Cancel the task, and wait for its end if it belongs to the running event loop.

        A task of another event loop is cancelled without waiting, also if that loop runs in another thread. If the
        task has ended, or its event loop is closed, nothing is cancelled. The exception of the task is not raised.
        """
        self.cancel()
        if self._task.get_loop() is asyncio.get_running_loop():
            await self.wait()

    async def _run(self, fetch: Fetch[T], cursor: str | None) -> Page[T]:
        """Return the page at a cursor; None is the first page. This is the work of the task.

        An exception of `fetch` is raised. The waiters are woken then too. If the task is cancelled before it
        starts, this does not run: `wait` has a callback for that.
        """
        try:
            return await fetch(cursor)
        finally:
            self._wake()  # a callback of the task runs one round of the loop later

    def _wake(self, _: object = None) -> None:
        """Wake all waiters at the end of the task. The argument is unused: asyncio passes the task to a callback."""
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)


def _cancel(task: asyncio.Task[Any]) -> None:
    """Cancel a task, and keep it in `_cancelled` until it has ended. Call this on the event loop of the task."""
    _cancelled.add(task)
    task.add_done_callback(_retrieve)
    task.cancel()


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Remove a task that has ended from `_cancelled`, and mark its exception as retrieved: asyncio then logs nothing.

    asyncio calls this at the end of a task that `_cancel` has cancelled. `PageTask.cancel` calls it if the event loop
    of the task is closed; the task need not be in `_cancelled` then.
    """
    _cancelled.discard(task)
    if not task.cancelled():
        task.exception()  # mark it as retrieved, or asyncio logs it
