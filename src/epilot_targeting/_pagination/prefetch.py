"""Fetch the next page: when it is fetched ahead (`prefetch`), and when its fetch is cancelled or started again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ..errors import TargetingError
from .end_of_pages import NextCursor
from .page import Page
from .page_task import Fetch, PageTask

T = TypeVar("T")


class Prefetch(Generic[T]):
    """The fetch of the next page. At most one runs at a time.

    Attributes:
        next: The cursor of the next page, or the end of the pages.
        task: The running fetch, or None.
    """

    __slots__ = ("_fetch", "_is_on", "_stop_fetch", "next", "task")

    def __init__(
        self, fetch: Fetch[T], start: str | None, *, is_on: bool, stop_fetch: Callable[[], list[PageTask[T]]]
    ) -> None:
        """Start no fetch yet.

        Args:
            fetch: Returns the page at a cursor.
            start: The cursor of the first page to fetch; None is the first page of the list.
            is_on: The option `prefetch`: whether the next page is fetched while records are delivered.
            stop_fetch: Cancels and returns the tasks that `fetch` has started by itself.
        """
        self.next: NextCursor = NextCursor(start)
        self.task: PageTask[T] | None = None
        self._fetch = fetch
        self._is_on = is_on
        self._stop_fetch = stop_fetch

    def start_ahead(self) -> None:
        """Start to fetch the next page before a step needs it: if one follows, and the option `prefetch` is on.

        The caller makes sure that no other fetch is running: `task` is replaced, and the other would go on unseen.
        """
        if self._is_on and self.next.end is None:
            self.task = PageTask(self._fetch, self.next.value)

    def running_task(self, operation: str) -> PageTask[T]:
        """Return the task that fetches the next page, and start one if this event loop can use none.

        It cannot use a task that was cancelled, or one of another event loop that has not returned a page. Such a
        task is replaced. It is also cancelled, unless something on its event loop waits for it. Any other task is
        returned until the caller sets `task` to None, also after its end. The caller waits for it by
        `PageTask.wait`: cancelling one waiter does not cancel the task.

        Args:
            operation: The method name of the operation, for the message of an error.

        Raises:
            StopAsyncIteration: There is no next page.
            PaginationError: A page should follow, but its cursor is invalid, or came before.
        """
        task = self.task
        if task is not None and task.is_lost():
            if not task.waiters:
                task.cancel()
            task = None
        if task is None:
            if self.next.end is not None:
                raise self.next.end_error(operation)
            task = self.task = PageTask(self._fetch, self.next.value)
        return task

    def result(self, task: PageTask[T]) -> Page[T]:
        """Return the page that a task fetched. The task has ended. `task` and `next` do not change here.

        Call it before `next` advances, which has the cursor of this page until then.

        Raises:
            TargetingError: Fetching it failed. `cursor` of the error is set to that of the page.
            CancelledError: The task was cancelled.
        """
        try:
            return task.result()
        except TargetingError as error:
            error.cursor = self.next.value
            raise

    def stop_task(self) -> list[PageTask[T]]:
        """Cancel the fetch of the next page, and return it in a list. Return an empty list if `task` is None.

        The caller may wait for its end by `PageTask.aclose`, but need not. `task` is None afterwards: the next step
        starts a new fetch, also if this one had ended with a page. The tasks that `fetch` has started by itself go
        on.
        """
        task, self.task = self.task, None
        if task is None:
            return []
        task.cancel()
        return [task]

    def stop(self) -> list[PageTask[T]]:
        """Cancel all fetches and return them, also those that have ended. Without fetches, return `[]`.

        This does not wait for their end: the caller may, by `aclose` of each. The next step starts a new fetch,
        also if its page was fetched ahead.
        """
        return [*self.stop_task(), *self._stop_fetch()]
