"""Walk the pages of a list: each record once, in order, one page ahead at the most."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, Generic, NamedTuple, TypeVar

from ._trail import Trail
from .errors import ConfigurationError, DecodeError, PaginationError, TargetingError

T = TypeVar("T")
OPERATION = "get_recipients"  # the only list that the service gives in pages


class Page(NamedTuple, Generic[T]):
    """One page.

    Attributes:
        results: The records. What is none in the service's list reads None.
        next: The cursor of the next page; None or empty on the last.
        total: How many records there are, if the service says so.
        cursor: Where this page began, or None for the first.
        garbled: Whether the list holds something that is neither a record nor null.
    """

    results: Sequence[T | None]
    next: Any
    total: int | None
    cursor: str | None
    garbled: bool = False


Fetch = Callable[[str | None], Awaitable[Page[T]]]
"""Gives the page that begins at a cursor."""


async def walk(fetch: Fetch[T], start: str | None, prefetch: bool) -> AsyncGenerator[Page[T]]:
    """Give the pages one after the other; with `prefetch` the next is under way while one is worked on.

    Raises:
        PaginationError: A cursor came a second time, which would go on for ever.
        TargetingError: Fetching failed; the error carries the cursor of the page that is missing.
    """
    cursor, trail = start, Trail(start)
    task = asyncio.ensure_future(_fetch(fetch, cursor))
    try:
        while True:
            page = await task
            follows = isinstance(page.next, str) and bool(page.next) and page.next not in trail
            if prefetch and follows:
                task = asyncio.ensure_future(_fetch(fetch, page.next))
            yield page
            if page.next is None or page.next == "":
                return
            if not follows:
                # Only now: what the page held was delivered before.
                what = "the same cursor twice" if isinstance(page.next, str) else "a cursor that is no string"
                raise PaginationError(
                    f"the service gave {what}: the walk can't go on", operation=OPERATION, cursor=cursor, applied=True
                )
            cursor = page.next
            trail.add(cursor)
            if not prefetch:
                task = asyncio.ensure_future(_fetch(fetch, cursor))
    finally:
        await _discard(task)


async def _fetch(fetch: Fetch[T], cursor: str | None) -> Page[T]:
    try:
        return await fetch(cursor)
    except TargetingError as error:
        error.cursor = cursor
        raise


async def _discard(task: asyncio.Future[Page[T]]) -> None:
    # Awaited, not only cancelled: its connection is free when the loop is left, and no exception goes unread.
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class RecipientPager(Generic[T]):
    """The records of all pages, as an async iterator.

    Leaving an `async for` stops the page that is under way and frees its connection. Going on with the same pager, or
    with a new one from `start=pager.cursor`, gives everything that was not delivered.
    """

    def __init__(
        self, fetch: Fetch[T], *, start: str | None = None, max_items: int | None = None, prefetch: bool = True
    ) -> None:
        most: Any = max_items
        if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 0):
            raise ConfigurationError(f"max_items must be a whole number, 0 or more, not {most!r}")
        begin: Any = start
        if begin is not None and not isinstance(begin, str):
            raise ConfigurationError(f"start must be a cursor, not {type(begin).__name__}")
        self._fetch = fetch
        self._max_items = max_items
        self._prefetch = prefetch
        self._cursor = start
        self._items: AsyncGenerator[T] | None = None

    @property
    def cursor(self) -> str | None:
        """Where to go on: `start=` of a new walk; None is the beginning.

        The service's cursor points to the beginning of a page. Inside a page it is that page's: what was not yet
        delivered comes for certain, and what was already delivered of this page comes again.
        """
        return self._cursor

    def __aiter__(self) -> AsyncIterator[T]:
        # Not the pager itself: what a loop holds alone is closed when the loop is left, even where the pager lives on.
        # What single steps began goes over to the loop, for the same reason.
        begun, self._items = self._items, None
        return begun or self._iterate()

    async def __anext__(self) -> T:
        """Give the next record, for `anext(pager)`; call `aclose()` when done early."""
        if self._items is None:
            self._items = self._iterate()
        try:
            return await anext(self._items)
        except TargetingError:
            # A generator that failed is at its end, which the walk is not: the next step tries again.
            self._items = None
            raise

    async def aclose(self) -> None:
        """Stop what `anext(pager)` began: the page under way is cancelled and its connection freed."""
        if self._items is not None:
            begun, self._items = self._items, None
            await begun.aclose()

    async def pages(self) -> AsyncGenerator[Page[T]]:
        """Give the pages instead of the records."""
        async with aclosing(walk(self._fetch, self._cursor, self._prefetch)) as pages:
            async for page in pages:
                self._cursor = page.cursor
                yield page
                self._advance(page)

    async def collect(self) -> list[T]:
        """Give all records as a list."""
        return [item async for item in self]

    async def _iterate(self) -> AsyncGenerator[T]:
        left = self._max_items
        if left == 0:
            return
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for place, item in enumerate(_records(page), start=1):
                    if place == len(page.results):
                        # The page is delivered with this one: a walk that goes on later needs none of it.
                        self._advance(page)
                    if item is not None:
                        yield item
                        left = None if left is None else left - 1
                        if left == 0:
                            return

    def _advance(self, page: Page[T]) -> None:
        # The last page stays: after it None would mean the beginning.
        if isinstance(page.next, str) and page.next:
            self._cursor = page.next


def _records(page: Page[Any]) -> Sequence[Any]:
    if page.garbled:
        message = "the page holds something that is no record: see pages(), or get_recipients() for it as it came"
        raise DecodeError(message, operation=OPERATION, cursor=page.cursor)
    return page.results
