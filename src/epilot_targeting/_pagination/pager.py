"""Iterate over the records or pages of a list: each record once, one page ahead at the most."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any, Generic, TypeVar

from ..errors import ConfigurationError
from .page_feed import PageFeed
from .page_task import Fetch, PageTask
from .page_task import Page as Page

T = TypeVar("T")
R = TypeVar("R")


class PageView(Generic[R]):
    """The iterator of one loop over a pager.

    Leaving the loop drops it, also where the pager lives on. The last one to be dropped stops the page under way.
    """

    __slots__ = ("_feed", "_is_open", "_step")

    def __init__(self, feed: PageFeed[Any], step: Callable[[], Coroutine[Any, Any, R]]) -> None:
        self._feed = feed
        self._step = step
        self._is_open = True
        feed.views += 1

    def __aiter__(self) -> PageView[R]:
        return self

    def __anext__(self) -> Coroutine[Any, Any, R]:
        # No coroutine of its own: the traceback of a failed step would hold the view, and with it the page under way.
        return self._step()

    async def aclose(self) -> None:
        """Leave early: the page under way is stopped unless somebody else takes from it."""
        task = self._leave()
        if task is not None:
            await task.aclose()

    def __del__(self) -> None:
        self._leave()

    def _leave(self) -> PageTask[Any] | None:
        if not self._is_open:
            return None
        self._is_open = False
        return self._feed.leave()


class RecipientPager(Generic[T]):
    """The records of all pages, as an async iterator.

    Leaving an `async for` stops the page that is under way and frees its connection. Going on with the same pager gives
    the records that were not delivered, each once: also after a timeout or an error, on another event loop, and where
    several tasks or threads share it. After a `PaginationError` nothing follows. A new pager from `start=pager.cursor`
    begins with the page of the first record that was not delivered.
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
        self._feed = PageFeed(fetch, start, max_items, prefetch)

    @property
    def cursor(self) -> str | None:
        """Where to go on: `start=` of a new pager; None is the beginning.

        Resuming from it restarts the current page: you may see some records twice, and never lose one. A record counts
        as delivered once a task has it, and a page of `pages()` once the next is asked for.
        """
        return self._feed.cursor

    def __aiter__(self) -> PageView[T]:
        return PageView(self._feed, self._feed.record)

    def __anext__(self) -> Coroutine[Any, Any, T]:
        """Return the next record, for `anext(pager)`; call `aclose()` when done early.

        A step that is cancelled or times out loses nothing: its page stays under way for the next one.
        """
        return self._feed.record()

    async def aclose(self) -> None:
        """Stop the page under way and free its connection. The pager can still go on."""
        task = self._feed.stop()
        if task is not None:
            await task.aclose()

    def pages(self) -> PageView[Page[T]]:
        """Return an async iterator of the pages instead of the records; they do not count for `max_items`."""
        return PageView(self._feed, self._feed.page)

    async def collect(self) -> list[T]:
        """Return all records that were not yet delivered as a list."""
        # Python 3.11 keeps the iterator of a comprehension in its frame, and with it in the traceback of an error.
        async with aclosing(aiter(self)) as records:
            return [record async for record in records]
