"""The state of an iteration over pages: the page being fetched, the records to deliver, the cursor, and the end.

It outlives every loop, step and event loop that takes records from it. A step waits for the page that is being fetched,
never for another step. The first step to wake takes the page for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from .._event_loop import running_loop
from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError, DecodeError, PaginationError, TargetingError
from .cycles import CycleDetector
from .page import Page
from .page_task import Fetch, PageTask

T = TypeVar("T")


class IterationState(Generic[T]):
    """Delivers each record once, to any number of loops, steps and tasks.

    The tasks may run on different event loops, in different threads too. A fetch belongs to one event loop: another
    loop starts its own, and the first to end is taken.

    Attributes:
        operation: The name of the operation that returns the pages, for errors.
        cursor: The cursor to continue from: that of the page of the first record that was not delivered.
        iterators: The number of loops that take records from it.
    """

    def __init__(
        self,
        fetch: Fetch[T],
        operation: str,
        *,
        start: str | None,
        max_items: int | None,
        prefetch: bool,
        stop_fetch: Callable[[], list[PageTask[T]]] = list,
    ) -> None:
        """Start before the page at `start`, without fetching it.

        Args:
            fetch: Returns the page at a cursor.
            operation: The name of the operation, for errors.
            start: The cursor of the first page to fetch; None is the first page of the list.
            max_items: The largest number of records to deliver, or None.
            prefetch: Whether the next page is fetched while records are delivered.
            stop_fetch: Cancels and returns the tasks that `fetch` has started by itself. Default: it starts none.
        """
        self.operation = operation
        self.cursor = start
        self.iterators: int = 0
        self._fetch = fetch
        self._prefetch = prefetch
        self._stop_fetch = stop_fetch
        self._cycles = CycleDetector(start)
        self._next = start
        self._number = 0  # of the next page
        self._end: str | None = None  # after the last page: empty, or the reason why no page can follow
        self._task: PageTask[T] | None = None
        self._remaining = max_items
        self._page: Page[T] | None = None  # the last that was taken
        self._cursor_after = start  # `cursor` once that page is delivered
        self._records: deque[T | None] = deque()  # the records of that page that are not yet delivered
        self._lock = Lock()  # for threads; nothing is awaited while it is held

    @property
    def has_ended(self) -> bool:
        """Whether no record follows: all are delivered, or `max_items` are, or no next page can be fetched."""
        return not self._records and (self._end is not None or self._remaining == 0)

    @property
    def is_at_page_start(self) -> bool:
        """Whether `cursor` points to the next record: all records before it are delivered, and a page follows."""
        return not self._records and not self.has_ended

    async def record(self) -> T:
        """Return the next record.

        Raises:
            StopAsyncIteration: There is none.
            TargetingError: Fetching its page failed; the next call tries again.
        """
        records = self._records
        while True:
            try:
                record = records.popleft()
            except IndexError:
                pass
            else:
                if not records:
                    self.cursor = self._cursor_after
                if record is not None:
                    return record
                continue
            with HiddenFrames():
                await self._advance()

    async def page(self) -> Page[T]:
        """Return the next page, or the rest of a page whose records were partly delivered.

        Raises:
            StopAsyncIteration: There is none.
            TargetingError: Fetching it failed; the next call tries again.
        """
        pages: list[Page[T]] = []
        while not pages:
            with self._lock:
                if self._page is not None and self._records:
                    rest = list(self._records)
                    self._records.clear()
                    return self._page._replace(results=rest)
            with HiddenFrames():
                await self._advance(pages)
        return pages[0]

    def remove_iterator(self) -> list[PageTask[T]]:
        """Count one loop less. After the last one, cancel and return the running fetches.

        If another loop is left, or a step waits for a fetch, cancel nothing and return an empty list.
        """
        self.iterators -= 1
        return [] if self.iterators or (self._task and self._task.waiters) else self.stop()

    def stop(self) -> list[PageTask[T]]:
        """Cancel and return the running fetches. The next step starts a new one."""
        return [*self._stop_task(), *self._stop_fetch()]

    def _stop_task(self) -> list[PageTask[T]]:
        """Cancel the fetch of the next page, and return it in a list, which is empty if none runs."""
        task, self._task = self._task, None
        if task is None:
            return []
        task.cancel()
        return [task]

    def __del__(self) -> None:
        """Cancel the running fetches when a pager is dropped."""
        self.stop()

    async def _advance(self, pages: list[Page[T]] | None = None) -> None:
        """Wait until the next page is fetched. The first waiter to wake takes it; the others return without it.

        Return at once if records are left to deliver.

        Args:
            pages: Receives the page as a whole. Default: the records of the page are queued.

        Raises:
            StopAsyncIteration: There is no next page, or `max_items` records were delivered.
            TargetingError: Fetching the page failed.
        """
        with self._lock:
            if self._records:
                return
            self.cursor = self._cursor_after
            if pages is None and self._remaining == 0:
                raise StopAsyncIteration
            number, task = self._number, self._running_task()
        await task.wait()
        with self._lock:
            if number != self._number:
                return
            if task is self._task:
                self._task = None
            elif task.is_cancelled():
                return  # by `stop()`
            page = self._result(task)
            self._stop_task()  # another event loop, or a step after `stop()`, may be fetching the same page
            self._take(page, pages)

    def _result(self, task: PageTask[T]) -> Page[T]:
        """Return the page that a task fetched. The task has ended.

        Raises:
            TargetingError: Fetching it failed. `cursor` of the error is that of the page.
        """
        try:
            return task.result()
        except TargetingError as error:
            error.cursor = self._next
            raise

    def _running_task(self) -> PageTask[T]:
        """Return the task that fetches the next page, and start one if none can be used.

        Raises:
            StopAsyncIteration: There is no next page.
            PaginationError: There can be none: its cursor is invalid, or came before.
        """
        self._check_loop()
        task = self._task
        if task is not None and task.is_lost():
            if not task.waiters:
                task.cancel()
            task = None
        if task is None:
            if self._end is not None:
                raise self._end_error()
            task = self._task = PageTask(self._fetch, self._next)
        return task

    def _check_loop(self) -> None:
        """Raise ConfigurationError, with operation and cursor, if no event loop of asyncio runs."""
        try:
            running_loop(self.operation)
        except ConfigurationError as error:
            error.operation, error.cursor = self.operation, self.cursor
            raise

    def _end_error(self) -> Exception:
        """Return the exception that ends the iteration. It is StopAsyncIteration after the last page.

        It is PaginationError if a page should follow, but its cursor is invalid or was there before.
        """
        if not self._end:
            return StopAsyncIteration()
        message = f"{self.operation}: the service returned {self._end}, so no further page can be fetched"
        return PaginationError(message, operation=self.operation, cursor=self._next, applied=True)

    def _take(self, page: Page[T], pages: list[Page[T]] | None) -> None:
        """Deliver a fetched page, move the cursor on, and start to fetch the next page if `prefetch` is set.

        Args:
            page: The page.
            pages: Receives the page as a whole, or None: its records are queued one by one.

        Raises:
            DecodeError: Its records are wanted, and an item is not an object.
        """
        if pages is None and page.malformed:
            message = (
                f"{self.operation}: the page contains an item that is not an object; "
                f"pages() returns the other items, and {self.operation}() the response"
            )
            raise DecodeError(message, operation=self.operation, cursor=page.cursor)
        next_cursor: Any = page.next
        if not isinstance(next_cursor, str):
            page = page._replace(next=None)  # a caller gets the type that `Page` declares
        self._page, self.cursor = page, self._next
        self._number += 1
        self._set_next(next_cursor)
        if pages is None:
            self._queue_records(page)
        else:
            pages.append(page)
        if self._prefetch and self._end is None and (pages or self._remaining != 0):
            self._task = PageTask(self._fetch, self._next)

    def _set_next(self, cursor: Any) -> None:
        """Set the cursor of the next page, or the end of the pages.

        None and an empty text are the regular end. A cursor that is no string, or repeated, ends them with a reason.
        """
        if cursor is None or cursor == "":
            self._end = ""
        elif not isinstance(cursor, str):
            self._end = "a cursor that is not a string"
        elif not self._cycles.add(cursor):
            self._end = "the same cursor twice"
        else:
            self._next = cursor
        # After the last page it stays where it is: None would mean the first page.
        self._cursor_after = self._next

    def _queue_records(self, page: Page[T]) -> None:
        """Queue the records of a page for `record`, at most as many as `max_items` leaves.

        If there are none, move the cursor on.
        """
        results = page.results
        if self._remaining is not None:
            results = [record for record in results if record is not None]
            if self._remaining < len(results):
                results, self._cursor_after = results[: self._remaining], self.cursor
            self._remaining -= len(results)
        count = len(results)
        while count and results[count - 1] is None:
            count -= 1  # so that the cursor moves on with the last record
        self._records.extend(results[:count])
        if not count:
            self.cursor = self._cursor_after
