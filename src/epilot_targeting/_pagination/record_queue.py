"""The records that are still to be delivered: `max_items`, and the cursor to continue from after each record."""

from __future__ import annotations

from collections import deque
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
    """

    __slots__ = ("_after_page", "_cut", "_page", "cursor", "cursor_after", "records", "remaining")

    def __init__(self, start: str | None, max_items: int | None) -> None:
        """Start without records.

        Args:
            start: The cursor of the first page; None is the first page of the list.
            max_items: The largest number of records to deliver, or None.
        """
        self.records: deque[T | None] = deque()
        self.cursor = self.cursor_after = start
        self.remaining = max_items
        self._page: Page[T] | None = None  # the last that was added
        self._cut: list[T | None] = []  # its records beyond `max_items`, for `take_rest`
        self._after_page = start  # the cursor that follows it

    def add_page(self, page: Page[T], cursor: str | None, cursor_after: str | None, *, whole: bool) -> None:
        """Move the cursor to a page that was fetched, and queue its records, at most as many as `max_items` leaves.

        The others are kept for `take_rest`. No record of an earlier page may be left.

        Args:
            page: The page.
            cursor: The cursor of this page.
            cursor_after: The cursor to continue from once this page is delivered.
            whole: Whether the page is delivered as a whole: no record is queued, or counted towards `max_items`.
        """
        self._page, self.cursor, self.cursor_after = page, cursor, cursor_after
        self._cut, self._after_page = [], cursor_after
        if not whole:
            self._queue(page)

    def _queue(self, page: Page[T]) -> None:
        """Queue the records of a page, at most as many as `max_items` leaves, and count them towards it.

        Items that are None are not counted. With `max_items` they are not queued. Without it, those at the end of the
        page are not queued, and `SharedIteration.record` skips the others. If `max_items` cuts the page, the other
        records are kept for `take_rest`, and `cursor_after` becomes the cursor of this page. If no record is queued,
        set `cursor` to `cursor_after`.
        """
        results = page.results
        if self.remaining is not None:
            results = [record for record in results if record is not None]
            if self.remaining < len(results):
                self._cut, self.cursor_after = results[self.remaining :], self.cursor
                results = results[: self.remaining]
            self.remaining -= len(results)
        count = len(results)
        while count and results[count - 1] is None:
            count -= 1  # so that the cursor moves on with the last record
        self.records.extend(results[:count])
        if not count:
            self.cursor = self.cursor_after

    @property
    def has_rest(self) -> bool:
        """Whether records of the current page are left, be it beyond `max_items`: `take_rest` returns them."""
        return bool(self.records or self._cut)

    def take_rest(self) -> Page[T] | None:
        """Return the current page with the records that are left, and empty the queue. Return None if none is left.

        These are all records that were not delivered, also those beyond `max_items`. They do not count towards it any
        more. All attributes but `results` are those of the page that was fetched. `cursor` of the queue does not
        change: the caller moves it to `cursor_after` once the next page is requested.
        """
        rest: list[T | None] = []
        while self.records:  # one by one: another thread may take records meanwhile, without a lock
            with suppress(IndexError):
                rest.append(self.records.popleft())
        if self.remaining is not None:
            self.remaining += len(rest)
        rest += self._cut
        self._cut, self.cursor_after = [], self._after_page
        return self._page._replace(results=rest) if rest and self._page is not None else None
