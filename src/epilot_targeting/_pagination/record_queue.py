"""The records that are still to be delivered: `max_items`, and the cursor to continue from after each record."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from .page import Page

T = TypeVar("T")


class RecordQueue(Generic[T]):
    """The records of the current page that are not yet delivered, in order.

    Attributes:
        records: The records. One that is not an object is None.
        cursor: The cursor to continue from: that of the page of the first record that was not delivered.
        cursor_after: The same once all records of the page are delivered.
        remaining: The number of records that `max_items` leaves to queue, or None without a limit.
        beyond_limit: The records of the current page that `max_items` cuts off. Only `take_rest` returns them.
    """

    __slots__ = ("_cursor_beyond", "_page", "beyond_limit", "cursor", "cursor_after", "records", "remaining")

    def __init__(self, start: str | None, max_items: int | None) -> None:
        """Start without records.

        Args:
            start: The cursor of the first page; None is the first page of the list.
            max_items: The largest number of records to deliver, or None.
        """
        self.records: deque[T | None] = deque()
        self.cursor = self.cursor_after = start
        self.remaining = max_items
        self.beyond_limit: Sequence[T | None] = ()
        self._cursor_beyond: str | None = None  # to continue from after these
        self._page: Page[T] | None = None  # the last that was added

    def add_page(self, page: Page[T], cursor: str | None, cursor_after: str | None, *, whole: bool) -> None:
        """Set `cursor` and `cursor_after` for a page that was fetched, and queue its records.

        No more records are queued than `max_items` leaves. If that leaves records out, `cursor_after` becomes the
        cursor of this page. If none is queued, `cursor` becomes `cursor_after`. No record of an earlier page may be
        left.

        Args:
            page: The page.
            cursor: The cursor of this page; None is the first page.
            cursor_after: The cursor to continue from once this page is delivered. For the last page it is `cursor`.
            whole: Whether the page is delivered as a whole: no record is queued, or counted towards `max_items`,
                and the cursors stay as given.
        """
        self._page, self.cursor, self.cursor_after = page, cursor, cursor_after
        if not whole:
            self._queue(page)

    def _queue(self, page: Page[T]) -> None:
        """Queue the records of a page, at most as many as `max_items` leaves, and count them towards it.

        Items that are None are not counted. With `max_items` they are not queued. Without it, those at the end of
        the page are not queued, and `SharedIteration.record` skips the others. If `max_items` cuts the page,
        `cursor_after` becomes the cursor of this page. If no record is queued, set `cursor` to `cursor_after`.
        """
        results = page.results
        if self.remaining is not None:
            results = [record for record in results if record is not None]
            if self.remaining < len(results):
                self.beyond_limit, self._cursor_beyond = results[self.remaining :], self.cursor_after
                results, self.cursor_after = results[: self.remaining], self.cursor
            self.remaining -= len(results)
        count = len(results)
        while count and results[count - 1] is None:
            count -= 1  # so that the cursor moves on with the last record
        self.records.extend(results[:count])
        if not count:
            self.cursor = self.cursor_after

    def take_rest(self) -> Page[T] | None:
        """Return the current page with the records that are left, and empty the queue. Return None if none is left.

        The records that `max_items` cuts off are among them, as it does not limit the pages. Those that were queued do
        not count towards it any more.

        All attributes but `results` are those of the page that was fetched. `cursor` of the queue does not change: the
        caller moves it to `cursor_after` once the next page is requested.
        """
        rest: list[T | None] = []
        while self.records:
            with suppress(IndexError):  # another thread may take a record meanwhile, without a lock
                rest.append(self.records.popleft())
        if self.remaining is not None:
            self.remaining += len(rest)
        rest += self.beyond_limit
        if self.beyond_limit:
            self.beyond_limit, self.cursor_after = (), self._cursor_beyond
        return self._page._replace(results=rest) if rest and self._page is not None else None
