"""`ParallelFetch`: fetch `ahead` pages at once by their offsets, and verify that neighbouring pages fit together."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable
from copy import copy
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from .._logger import write
from ..errors import BadRequestError
from .page import Page
from .page_task import PageTask

T = TypeVar("T")
OVERLAP = 1  # records that neighbouring pages share
FetchAt = Callable[[str | None, int | None], Awaitable[Page[T]]]
"""Return the page at a cursor, or at an offset if there is one."""
FALLBACK = (
    "%s: a page does not fit the one before it: records came or went, or the service ignores offsets; "
    "the following pages are fetched by cursor, one at a time"
)


class Place(NamedTuple):
    """Where a page stands in the list."""

    offset: int
    previous: Hashable
    """The id of the record before it."""
    size: int
    """The records of a page. Another pager from `resume` may have read a last page, which has fewer."""


class ParallelFetch(Generic[T]):
    """Returns the page at a cursor, and fetches the pages after it meanwhile.

    Pages that are fetched by offset begin with the last record of the page before. As long as the records keep their
    order, equal ids there prove that no record between both pages was lost or comes twice, whatever was added or
    removed in the meantime. If the ids differ, this page and all that follow are fetched by cursor, one at a time.

    Args:
        fetch: Returns the page at a cursor or an offset.
        identity: Returns the id of a record, or None if it has none.
        operation: The name of the operation, for the log.
        ahead: The largest number of pages under way.
        start: The cursor of the first page. Default: the first page of the list.
        max_items: The number of records after which no page is fetched ahead. Default: no limit.
    """

    def __init__(
        self,
        fetch: FetchAt[T],
        *,
        identity: Callable[[T], Hashable],
        operation: str,
        ahead: int,
        start: str | None = None,
        max_items: int | None = None,
    ) -> None:
        """Keep the arguments. Pages are fetched ahead after the first page, which tells their size.

        An iteration from `start` fetches all its pages by cursor, one at a time: how many records are before it is
        unknown.

        Args:
            fetch: Returns the page at a cursor, or at an offset if there is one.
            identity: Returns the id of a record, or None if it has none.
            operation: The name of the operation, for the log.
            ahead: The largest number of pages that are fetched at once.
            start: The cursor of the first page. Default: the first page of the list.
            max_items: The number of records after which no page is fetched ahead. Default: no limit.
        """
        self._fetch = fetch
        self._identity = identity
        self._operation = operation
        self._ahead = ahead
        self._max_items = max_items
        self._start = start
        self._offset = 0 if start is None else None  # of the page at `start`, if it is known
        self._total = 0  # records of the list, by the last page
        self._places: dict[str, Place] = {}  # of the pages at the last two cursors; of any other, it is unknown
        self._tasks: dict[int, PageTask[T]] = {}  # by offset

    async def __call__(self, cursor: str | None) -> Page[T]:
        """Return the page at a cursor, None for the first page.

        If the call for the page before it has recorded its offset, fetch this page and those after it by offset,
        up to `ahead` in all, and wait for this one only. Later calls return the others.

        If `_verified_page` rejects the page, as when it does not begin with the last record of the page before,
        log a warning. Then fetch it and all that follow by cursor, one at a time.

        Raises:
            TargetingError: Fetching it failed.
        """
        place = self._places.get(cursor) if cursor is not None else None
        if place is not None:
            page = await self._verified_page(place)
            if page is not None:
                page = page._replace(results=page.results[OVERLAP:], cursor=cursor)
                self._set_places(page, place.offset, place.size, {cursor: place} if cursor is not None else {})
                return page
            write(logging.WARNING, FALLBACK, self._operation)
            self._places = {}
            self.stop()
        page = await self._fetch(cursor, None)
        if cursor == self._start and self._offset is not None and len(page.results) > OVERLAP:
            self._set_places(page, self._offset, len(page.results), {})
        return page

    def resume(self, cursor: str | None, delivered: int) -> ParallelFetch[T]:
        """Return a new object for an iteration that starts at a cursor. It shares no running fetch with this one.

        Args:
            cursor: The cursor; None is the first page of the list.
            delivered: The number of records between the first page of this object and the cursor, if the iteration
                should fetch ahead. 0: it is unknown. Another number does no harm: the first page that is fetched by
                offset does not fit then.
        """
        resumed = copy(self)
        resumed._tasks = {}
        resumed._start = cursor
        if cursor is None:
            resumed._offset = 0
        elif self._offset is not None:
            resumed._offset = self._offset + delivered if delivered else None
        return resumed

    def stop(self) -> list[PageTask[T]]:
        """Cancel the running fetches and return them, without waiting for their end.

        The caller may wait, by `aclose` of each. A second call returns `[]`. The places of the next pages stay
        known, so that the next `__call__` fetches them by offset again.
        """
        tasks, self._tasks = self._tasks, {}
        for task in tasks.values():
            task.cancel()
        return list(tasks.values())

    async def _verified_page(self, place: Place) -> Page[T] | None:
        """Return the page at a place, or None if it must be fetched by cursor.

        The page begins with the record before the place: the caller removes it. Start the fetches of this page and of
        those ahead, and wait for this one. A later call for the same place fetches it again.

        None: the page does not begin with that record, the service responded with 400 (it may reject offsets), the
        fetch was cancelled, or the page would wrongly read as the last.

        Raises:
            TargetingError: Fetching it failed, but not with a 400.
        """
        offset = place.offset - OVERLAP
        self._start_tasks(offset, place.size - OVERLAP)
        task = self._tasks[offset]
        await task.wait()
        if self._tasks.get(offset) is task:
            del self._tasks[offset]  # after an error, the next call starts another one
        if task.is_cancelled():
            return None
        try:
            page = task.result()
        except BadRequestError:
            return None  # the service may know no offsets
        first = page.results[0] if page.results else None
        if first is None or place.previous is None or self._identity(first) != place.previous:
            return None
        if not page.next and (page.total is None or offset + len(page.results) < page.total):
            return None  # it would read as the last page
        return page

    def _start_tasks(self, first: int, step: int) -> None:
        """Start to fetch the page at offset `first` and those after it, and cancel the tasks of all others.

        They are at most `ahead` pages, none of them beyond the total or `max_items`, but always the first one. A page
        that has a task already keeps it, unless it is lost: see `PageTask.is_lost`. Nothing is waited for. `_tasks` has
        one for each of these pages afterwards.

        `step` is the number of records from the offset of one page to that of the next, 1 or more.
        """
        end = self._total if self._max_items is None else min(self._total, self._max_items)
        planned = [first, *range(first + step, end - OVERLAP, step)][: self._ahead]
        for offset in [offset for offset in self._tasks if offset not in planned]:
            self._tasks.pop(offset).cancel()
        for offset in planned:
            task = self._tasks.get(offset)
            if task is None or task.is_lost():
                if task is not None and not task.waiters:
                    task.cancel()
                self._tasks[offset] = PageTask(partial(self._page_at, offset), None)

    async def _page_at(self, offset: int, _: str | None) -> Page[T]:
        """Fetch the page at an offset, the number of records before it, and return it. An error of the call is raised.

        The second argument is a cursor, which `PageTask` passes and this does not use.
        """
        return await self._fetch(None, offset)

    def _set_places(self, page: Page[T], offset: int, size: int, known: dict[str, Place]) -> None:
        """Record the total of the list from a page, and the place of the page after it.

        A missing total is recorded as 0. No place is added if this page has no records, its last item is not an object,
        or `next` is no string.

        Args:
            page: The page.
            offset: The number of records before it in the list.
            size: The number of records of a page, more than 1.
            known: The places to keep, by cursor. This dict becomes `_places`, and the new place is added to it.
        """
        self._total = page.total or 0
        self._places = known
        last = page.results[-1] if page.results else None
        if isinstance(page.next, str) and last is not None:
            self._places[page.next] = Place(offset + len(page.results), self._identity(last), size)
