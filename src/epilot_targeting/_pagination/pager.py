"""`Pager`: iterate over the records or pages of a list, each once, with at most one page fetched ahead."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import aclosing
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from epilot_targeting_generated.lazy import lazy_module

from .._tracebacks import HiddenFrames
from .page import Page as Page
from .page_task import Fetch
from .pager_arguments import check_arguments, check_count, check_cursor
from .pager_iterator import PagerIterator
from .shared_iteration import SharedIteration

if TYPE_CHECKING:
    from . import parallel_fetch
else:
    parallel_fetch = lazy_module(f"{__package__}.parallel_fetch")  # an annotation names it

T = TypeVar("T")


class Pager(Generic[T]):
    """An async iterator over the records of all pages of an operation.

    Leaving an `async for` cancels the fetch of the next page and frees its connection. Iterating again over the same
    pager continues with the first record that was not delivered, and delivers each record once. This holds after a
    timeout or an error, on another event loop, and if several tasks or threads share the pager. After a
    `PaginationError` no record follows. A new pager from `start=pager.cursor` starts with the page of the first record
    that was not delivered.
    """

    operation: str
    """The name of the operation that returns the pages."""

    def __init__(
        self,
        fetch: Fetch[T],
        *,
        start: str | None = None,
        max_items: int | None = None,
        prefetch: bool = True,
        parallel: parallel_fetch.ParallelFetch[T] | None = None,
        listing: str = "",
    ) -> None:
        """Start before the page at `start`; the first step fetches it.

        Args:
            fetch: Returns the page at a cursor.
            start: The cursor to start from. Default: the first page.
            max_items: The largest number of records; 0 or more. Default: no limit.
            prefetch: Whether the next page is fetched while the current one is used. Default: True.
            parallel: Fetches several pages at once, in place of `fetch`, for this pager alone. Default: none does.
            listing: The arguments of the operation as text, by which `export` recognises the list. Default: empty.

        Raises:
            ConfigurationError: `start` is neither a string nor None, or `max_items` is not a whole number, 0 or more.
        """
        with HiddenFrames():
            check_arguments(start, max_items)
        self.listing = listing
        self.max_items = max_items
        self._fetch = fetch
        self._prefetch = prefetch
        self._parallel = parallel
        self._iteration: SharedIteration[T] = self._new_iteration(start)

    @property
    def cursor(self) -> str | None:
        """The cursor to continue from, as `start=` of a new pager. None is the first page.

        Resuming from it restarts the current page: you may see some records twice, and never lose one. A record counts
        as delivered once a task has it. A page of `pages()` counts as delivered once the next page is requested. At the
        end of the list it stays at the last page.
        """
        return self._iteration.queue.cursor

    @property
    def is_at_page_start(self) -> bool:
        """Whether resuming from `cursor` repeats no record: all pages before it are delivered, and a page follows.

        A page of `pages()` counts as delivered once the next page is requested. Until then it is False.
        """
        return self._iteration.is_at_page_start

    def resume(self, cursor: str | None, *, delivered: int = 0) -> Self:
        """Return a new pager of the same list that starts at a cursor. This pager does not change.

        With `ahead` above 1, the new pager fetches several pages at once if `delivered` is the number of all records
        before `cursor`. Otherwise it may fetch all its pages by cursor, one at a time.

        Args:
            cursor: The cursor; None is the first page.
            delivered: The number of records that count towards `max_items` already. Default: 0.

        Raises:
            ConfigurationError: `cursor` is neither a string nor None, or `delivered` is not a whole number, 0 or more.
        """
        with HiddenFrames():
            check_cursor("cursor", cursor)
            check_count("delivered", delivered)
        pager = copy(self)
        limit = self.max_items
        pager.max_items = None if limit is None else max(0, limit - delivered)
        if self._parallel is not None:
            pager._parallel = self._parallel.resume(cursor, delivered)
        pager._iteration = pager._new_iteration(cursor)
        return pager

    def _new_iteration(self, start: str | None) -> SharedIteration[T]:
        """Return a new iteration from the cursor `start`, with the other arguments of this pager."""
        parallel = self._parallel
        return SharedIteration(
            self._fetch if parallel is None else parallel,
            self.operation,
            start=start,
            max_items=self.max_items,
            prefetch=self._prefetch,
            stop_fetch=list if parallel is None else parallel.stop,
        )

    def __aiter__(self) -> PagerIterator[T]:
        """Return a new iterator over the records that were not delivered yet.

        Each record goes to only one of the iterators of a pager.
        """
        return PagerIterator(self._iteration, self._iteration.record)

    def __anext__(self) -> Coroutine[Any, Any, T]:
        """Return the next record, for `anext(pager)`.

        Call `aclose()` if you stop early. A step after it still returns the next record.

        A step that is cancelled or times out loses nothing: the fetch goes on, and the next step uses its page.

        Raises:
            StopAsyncIteration: There is no further record.
            PaginationError: No further page can be fetched. Each later step raises it, too.
            TargetingError: Fetching the page failed. The next step tries again.
        """
        return self._iteration.record()

    def __repr__(self) -> str:
        """Return the operation, the cursor, and whether the pager has ended. It shows no records."""
        ended = self._iteration.has_ended
        return f"{type(self).__name__}(operation={self.operation!r}, cursor={self.cursor!r}, {ended=})"

    async def aclose(self) -> None:
        """Cancel the running fetches, and wait for their end, which frees their connections.

        The pager can still continue: the next step, and a step that waits for such a fetch, start a new one. A
        page that was fetched ahead is fetched again. A fetch of another event loop is cancelled without waiting.
        A second call does nothing.
        """
        for task in self._iteration.prefetch.stop():
            await task.aclose()

    def pages(self) -> PagerIterator[Page[T]]:
        """Return an async iterator over the pages instead of the records.

        `max_items` does not limit the pages, and their records do not count towards it. A page whose records were
        partly delivered contains the rest of them, also those beyond `max_items`.

        Example:
            async for page in pager.pages():
                print(page.cursor, len(page.results), page.total)

        Raises:
            PaginationError: While iterating: the service returned the same cursor twice, or one that is not a string.
            TargetingError: While iterating: fetching a page failed. `cursor` of the error is where to continue. Another
                loop over this pager tries the page again.
        """
        return PagerIterator(self._iteration, self._iteration.page)

    async def collect(self) -> list[T]:
        """Return all records that were not yet delivered, as a list in memory.

        After an error, the records that were read before it count as delivered: another call does not return them.

        Raises:
            PaginationError: The service returned the same cursor twice, or one that is not a string.
            TargetingError: Fetching a page failed. `cursor` of the error is where to continue.
        """
        # Python 3.11 keeps the iterator of a comprehension in its frame, and with it in the traceback of an error.
        with HiddenFrames():
            async with aclosing(aiter(self)) as records:
                return [record async for record in records]
