"""One iteration over pages, which several loops, tasks and threads may share: each gets other records.

It outlives every loop, step and event loop that takes records from it. A step waits for the page that is being fetched,
never for another step. The first step to wake takes the page for all.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from .._event_loop import running_loop
from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError, DecodeError
from .page import Page
from .page_task import Fetch, PageTask
from .prefetch import Prefetch
from .record_queue import RecordQueue

T = TypeVar("T")


class SharedIteration(Generic[T]):
    """Delivers each record once, to any number of loops, steps and tasks.

    The tasks may run on different event loops, in different threads too. A fetch belongs to one event loop: another
    loop starts its own, and the first to end is taken.

    Attributes:
        operation: The name of the operation that returns the pages, for errors.
        iterators: The number of loops that take records from it.
        queue: The records to deliver, and the cursor to continue from.
        prefetch: The fetch of the next page, and its cursor.
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
        self.iterators: int = 0
        self.queue: RecordQueue[T] = RecordQueue(start, max_items)
        self.prefetch: Prefetch[T] = Prefetch(fetch, start, is_on=prefetch, stop_fetch=stop_fetch)
        self._lock = Lock()  # for threads; nothing is awaited while it is held

    @property
    def has_ended(self) -> bool:
        """Whether no record follows: all or `max_items` are delivered, or the next cursor is invalid.

        A cursor that came before is invalid too. A fetch that failed ends nothing: the next step tries again.
        """
        return not self.queue.records and (self.prefetch.next.end is not None or self.queue.remaining == 0)

    @property
    def is_at_page_start(self) -> bool:
        """Whether a new pager from the cursor would repeat no record: none is left in the queue, and a page follows.

        After a step of `page`, the cursor is that of the page it returned, until the next step: it would be repeated.
        """
        queue = self.queue
        return not queue.records and queue.cursor == queue.cursor_after and not self.has_ended

    async def record(self) -> T:
        """Return the next record. Several tasks may call this at the same time: each gets another record.

        Raises:
            StopAsyncIteration: There is none, or `max_items` records were delivered.
            PaginationError: The service returned the same cursor twice, or one that is not a string. Each later
                call raises it, too.
            TargetingError: Fetching its page failed, or the page is malformed; the next call tries again.
        """
        queue = self.queue
        records = queue.records
        while True:
            try:
                record = records.popleft()
            except IndexError:
                pass
            else:
                if not records:
                    queue.cursor = queue.cursor_after
                if record is not None:
                    return record
                continue
            with HiddenFrames():
                await self._advance()

    async def page(self) -> Page[T]:
        """Return the next page, or the rest of a page whose records were partly delivered.

        Several tasks may call this at the same time: each gets another page. `max_items` does not limit the pages,
        and their records do not count towards it.

        Raises:
            StopAsyncIteration: There is none.
            PaginationError: No further page can be fetched. Each later call raises it, too.
            TargetingError: Fetching it failed; the next call tries again.
        """
        pages: list[Page[T]] = []
        while not pages:
            with self._lock:
                rest = self.queue.take_rest()
            if rest is not None:
                return rest
            with HiddenFrames():
                await self._advance(pages)
        return pages[0]

    def remove_iterator(self) -> list[PageTask[T]]:
        """Count one loop less. After the last one, cancel the running fetches.

        Return those that were cancelled: the caller may wait for their end, but need not. Call this once for each loop.
        If another loop is left, or a step waits for a fetch, cancel nothing and return an empty list.
        """
        self.iterators -= 1
        prefetch = self.prefetch
        return [] if self.iterators or (prefetch.task and prefetch.task.waiters) else prefetch.stop()

    def __del__(self) -> None:
        """Cancel the running fetches when the pager, and with it this iteration, is dropped.

        This does not wait for their end. The garbage collector may call it in any thread. A fetch whose event loop
        is closed is left alone.
        """
        self.prefetch.stop()

    async def _advance(self, pages: list[Page[T]] | None = None) -> None:
        """Fetch the next page, or wait for the fetch that runs. The first waiter to wake delivers the page.

        The others return without it. Return at once if records are left in the queue, or for `pages` beyond
        `max_items`. The caller looks for its record
        or page afterwards, and calls this again if there is none.

        Args:
            pages: Receives the page as a whole. Default: the records of the page are queued.

        Raises:
            StopAsyncIteration: There is no next page, or, without `pages`, `max_items` records were delivered.
            PaginationError: A page should follow, but its cursor is invalid, or came before.
            TargetingError: Fetching the page failed, its records are malformed, or no event loop of asyncio runs. The
                next call fetches the page again.
        """
        queue, prefetch = self.queue, self.prefetch
        with self._lock:
            if queue.records or (pages is not None and queue.beyond_limit):
                return
            queue.cursor = queue.cursor_after
            if pages is None and queue.remaining == 0:
                raise StopAsyncIteration
            self._check_loop()
            number, task = prefetch.next.number, prefetch.running_task(self.operation)
        await task.wait()
        with self._lock:
            if number != prefetch.next.number:
                return
            if task is prefetch.task:
                prefetch.task = None
            elif task.is_cancelled():
                return  # by `stop()`
            page = prefetch.result(task)
            prefetch.stop_task()  # another event loop, or a step after `stop()`, may be fetching the same page
            self._take(page, pages)

    def _check_loop(self) -> None:
        """Raise ConfigurationError if no event loop of asyncio runs. The error has the operation and the cursor."""
        try:
            running_loop(self.operation)
        except ConfigurationError as error:
            error.operation, error.cursor = self.operation, self.queue.cursor
            raise

    def _take(self, page: Page[T], pages: list[Page[T]] | None) -> None:
        """Deliver a fetched page, move the cursor on, and with the option `prefetch` fetch the next page.

        The fetch is started, but not awaited. None is started after the last page. Nor is one if `pages` is None
        and `max_items` records are queued. The caller holds the lock.

        Args:
            page: The page.
            pages: Receives the page as a whole. If it is None, the records of the page are queued instead.

        Raises:
            DecodeError: `pages` is None, and an item of the page is neither an object nor null. Nothing has
                changed.
        """
        if pages is None and page.malformed:
            message = (
                f"{self.operation}: the page contains an item that is not an object; "
                f"pages() returns the other items, and {self.operation}() the response"
            )
            raise DecodeError(message, operation=self.operation, cursor=page.cursor)
        cursor, following = self.prefetch.next.value, page.next
        self.prefetch.next.advance(following)
        if not isinstance(following, str):
            page = page._replace(next=None)  # a caller gets the type that `Page` declares
        # After the last page the cursor stays where it is: None would mean the first page.
        self.queue.add_page(page, cursor, self.prefetch.next.value, whole=pages is not None)
        if pages is not None:
            pages.append(page)
        if pages or self.queue.remaining != 0:
            self.prefetch.start_ahead()
