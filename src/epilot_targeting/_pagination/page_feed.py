"""The state of an iteration over pages: the page under way, the records not yet delivered, and where to go on.

It outlives every loop, step and event loop that takes from it. A step waits for the page under way, never for another
step, and the first to wake takes the page for all.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Any, Generic, TypeVar

from ..errors import DecodeError, PaginationError
from .cycles import CycleDetector
from .page_task import Fetch, Page, PageTask

T = TypeVar("T")
OPERATION = "get_recipients"  # the only list that the service gives in pages


class PageFeed(Generic[T]):
    """Deliver each record once, to however many loops, steps and tasks take from it.

    The tasks may run on different event loops, in different threads too. A fetch belongs to one event loop: another
    begins its own, and the first to end is taken.

    Attributes:
        cursor: Where to go on: the page of the first record that was not delivered.
        views: The number of loops that take from it.
    """

    def __init__(self, fetch: Fetch[T], start: str | None, max_items: int | None, prefetch: bool) -> None:
        self.cursor = start
        self.views: int = 0
        self._fetch = fetch
        self._prefetch = prefetch
        self._cycles = CycleDetector(start)
        self._next = start
        self._number = 0  # of the next page
        self._end: str | None = None  # after the last page: empty, or the reason why no page can follow
        self._task: PageTask[T] | None = None
        self._left = max_items
        self._page: Page[T] | None = None  # the last that was taken
        self._after = start  # `cursor` once that page is delivered
        self._records: deque[T | None] = deque()  # those of that page that are not yet delivered
        self._lock = Lock()  # for threads; nothing is awaited while it is held

    async def record(self) -> T:
        """Return the next record.

        Raises:
            StopAsyncIteration: There is none.
            TargetingError: Its page failed; the next call tries again.
        """
        records = self._records
        while True:
            try:
                record = records.popleft()
            except IndexError:
                pass
            else:
                if not records:
                    self.cursor = self._after
                if record is not None:
                    return record
                continue
            await self._advance()

    async def page(self) -> Page[T]:
        """Return the next page. One whose records were partly delivered has the rest of them.

        Raises:
            StopAsyncIteration: There is none.
            TargetingError: It failed; the next call tries again.
        """
        taken: list[Page[T]] = []
        while not taken:
            with self._lock:
                if self._page is not None and self._records:
                    rest = list(self._records)
                    self._records.clear()
                    return self._page._replace(results=rest)
            await self._advance(taken)
        return taken[0]

    def leave(self) -> PageTask[T] | None:
        """Cancel and return the page under way if the last loop leaves and no step waits for it."""
        self.views -= 1
        return None if self.views or (self._task and self._task.waiters) else self.stop()

    def stop(self) -> PageTask[T] | None:
        """Cancel and return the page under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task

    def __del__(self) -> None:
        self.stop()

    async def _advance(self, taken: list[Page[T]] | None = None) -> None:
        """Wait for the next page. The first waiter to wake takes it: whole, into the list, or else its records."""
        with self._lock:
            if self._records:
                return
            self.cursor = self._after
            if taken is None and self._left == 0:
                raise StopAsyncIteration
            number, task = self._number, self._under_way()
        await task.wait()
        with self._lock:
            if number != self._number:
                return
            if task is self._task:
                self._task = None
            elif task.is_cancelled():
                return  # by `stop()`
            page = task.result()
            self.stop()  # another event loop, or a step after `stop()`, may have asked for the same page
            self._take(page, taken)

    def _under_way(self) -> PageTask[T]:
        task = self._task
        if task is not None and task.is_lost():
            if not task.waiters:
                task.cancel()
            task = None
        if task is None:
            if self._end is not None:
                raise self._at_end()
            task = self._task = PageTask(self._fetch, self._next)
        return task

    def _at_end(self) -> Exception:
        if not self._end:
            return StopAsyncIteration()
        message = f"the service gave {self._end}: the iteration can't go on"
        return PaginationError(message, operation=OPERATION, cursor=self._next, applied=True)

    def _take(self, page: Page[T], taken: list[Page[T]] | None) -> None:
        if taken is None and page.malformed:
            message = "the page holds something that is no record: see pages(), or get_recipients() for it as it came"
            raise DecodeError(message, operation=OPERATION, cursor=page.cursor)
        self._page, self.cursor = page, self._next
        self._number += 1
        self._follow(page.next)
        if taken is None:
            self._open(page)
        else:
            taken.append(page)
        if self._prefetch and self._end is None and (taken or self._left != 0):
            self._task = PageTask(self._fetch, self._next)

    def _follow(self, following: Any) -> None:
        if following is None or following == "":
            self._end = ""
        elif not isinstance(following, str):
            self._end = "a cursor that is no string"
        elif not self._cycles.add(following):
            self._end = "the same cursor twice"
        else:
            self._next = following
        # After the last page it stays where it is: None would mean the beginning.
        self._after = self._next

    def _open(self, page: Page[T]) -> None:
        results = page.results
        if self._left is not None:
            results = [record for record in results if record is not None]
            if self._left < len(results):
                results, self._after = results[: self._left], self.cursor
            self._left -= len(results)
        count = len(results)
        while count and results[count - 1] is None:
            count -= 1  # so that the cursor moves on with the last record
        self._records.extend(results[:count])
        if not count:
            self.cursor = self._after
