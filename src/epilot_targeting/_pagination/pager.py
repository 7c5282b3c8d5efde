"""`Pager`: iterate over the records or pages of a list, each once, with at most one page fetched ahead."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import aclosing
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .._config.checks import check_number
from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError
from .iteration_state import IterationState
from .page import Page as Page
from .page_task import Fetch, PageTask

T = TypeVar("T")
R = TypeVar("R")


class PagerIterator(Generic[R]):
    """The iterator of one loop over a pager.

    Leaving the loop drops it, also where the pager lives on. The last one to be dropped cancels the running fetch.
    """

    __slots__ = ("_is_open", "_state", "_step")

    def __init__(self, state: IterationState[Any], step: Callable[[], Coroutine[Any, Any, R]]) -> None:
        """Count as one more loop over the pager.

        `state` is that of the pager, and `step` returns the next record or page.
        """
        self._state = state
        self._step = step
        self._is_open = True
        state.iterators += 1

    def __aiter__(self) -> PagerIterator[R]:
        """Return the iterator itself."""
        return self

    if TYPE_CHECKING:

        async def __anext__(self) -> R: ...  # completion by jedi follows this one

    else:

        def __anext__(self) -> Coroutine[Any, Any, R]:
            """Return the coroutine of the next step, which returns the next record or page."""
            # No coroutine of its own: the traceback of a failed step would hold the iterator, and with it the fetch.
            return self._step()

    async def aclose(self) -> None:
        """Leave the loop early: cancel the running fetch unless another loop or step uses it."""
        for task in self._leave():
            await task.aclose()

    def __del__(self) -> None:
        """Leave the pager when the iterator is dropped, as after `break`."""
        self._leave()

    def _leave(self) -> list[PageTask[Any]]:
        """Count this loop as left, at the first call only. Return the fetches that this cancelled, to wait for them."""
        if not self._is_open:
            return []
        self._is_open = False
        return self._state.remove_iterator()


class Pager(Generic[T]):
    """An async iterator over the records of all pages of an operation.

    Leaving an `async for` cancels the fetch of the next page and frees its connection. Iterating again over the same
    pager continues with the first record that was not delivered, and delivers each record once. This holds after a
    timeout or an error, on another event loop, and if several tasks or threads share the pager. After a
    `PaginationError` no record follows. A new pager from `start=pager.cursor` starts with the page of the first record
    that was not delivered.

    Args:
        fetch: Returns the page at a cursor.
        start: The cursor to start from. Default: the first page.
        max_items: The largest number of records; 0 or more. Default: no limit.
        prefetch: Whether the next page is fetched while the current one is used. Default: True.
        stop_fetch: Cancels and returns the fetches that `fetch` has started by itself. Default: it starts none.
        listing: The arguments of the operation, so that two lists can be told apart. Default: empty.

    Raises:
        ConfigurationError: `start` or `max_items` is invalid.
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
        stop_fetch: Callable[[], list[PageTask[T]]] = list,
        listing: str = "",
    ) -> None:
        """Start before the page at `start`; the first step fetches it.

        Args:
            fetch: Returns the page at a cursor.
            start: The cursor to start from. Default: the first page.
            max_items: The largest number of records; 0 or more. Default: no limit.
            prefetch: Whether the next page is fetched while the current one is used. Default: True.
            stop_fetch: Cancels and returns the fetches that `fetch` has started by itself. Default: it starts none.
            listing: The arguments of the operation as text, so that two lists can be told apart. Default: empty.

        Raises:
            ConfigurationError: `start` is not a cursor, or `max_items` is not a whole number, 0 or more.
        """
        with HiddenFrames():
            _check_arguments(start, max_items)
        self.listing = listing
        self.max_items = max_items
        self._new_state = partial(IterationState, fetch, self.operation, prefetch=prefetch, stop_fetch=stop_fetch)
        self._state: IterationState[T] = self._new_state(start=start, max_items=max_items)

    @property
    def cursor(self) -> str | None:
        """The cursor to continue from, as `start=` of a new pager. None is the first page.

        Resuming from it restarts the current page: you may see some records twice, and never lose one. A record counts
        as delivered once a task has it. A page of `pages()` counts as delivered once the next page is requested.
        """
        return self._state.cursor

    @property
    def is_at_page_start(self) -> bool:
        """Whether resuming from `cursor` repeats no record: all pages before it are delivered, and a page follows."""
        return self._state.is_at_page_start

    def resume(self, cursor: str | None, *, delivered: int = 0) -> Self:
        """Return a new pager of the same list that starts at a cursor. This pager does not change.

        Args:
            cursor: The cursor; None is the first page.
            delivered: The number of records that count towards `max_items` already. Default: 0.
        """
        pager = copy(self)
        limit = self.max_items
        pager.max_items = None if limit is None else max(0, limit - delivered)
        pager._state = self._new_state(start=cursor, max_items=pager.max_items)
        return pager

    def __aiter__(self) -> PagerIterator[T]:
        """Return a new iterator over the records. All iterators of a pager share its records."""
        return PagerIterator(self._state, self._state.record)

    def __anext__(self) -> Coroutine[Any, Any, T]:
        """Return the next record, for `anext(pager)`. Call `aclose()` if you stop early.

        A step that is cancelled or times out loses nothing: the fetch goes on, and the next step uses its page.

        Raises:
            StopAsyncIteration: There is no further record.
            TargetingError: Fetching the page failed. The next step tries again.
        """
        return self._state.record()

    def __repr__(self) -> str:
        """Return the operation, the cursor, and whether the pager has ended. It shows no records."""
        state = self._state
        return f"{type(self).__name__}(operation={state.operation!r}, cursor={state.cursor!r}, ended={state.has_ended})"

    async def aclose(self) -> None:
        """Cancel the running fetches and free their connections. The pager can still continue."""
        for task in self._state.stop():
            await task.aclose()

    def pages(self) -> PagerIterator[Page[T]]:
        """Return an async iterator over the pages instead of the records.

        `max_items` does not limit the pages. A page whose records were partly delivered contains the rest of them.

        Example:
            async for page in pager.pages():
                print(page.cursor, len(page.results), page.total)

        Raises:
            PaginationError: While iterating: the service returned the same cursor twice, or one that is not a string.
            TargetingError: While iterating: fetching a page failed. `cursor` of the error is where to continue.
        """
        return PagerIterator(self._state, self._state.page)

    async def collect(self) -> list[T]:
        """Return all records that were not yet delivered, as a list in memory.

        Raises:
            PaginationError: The service returned the same cursor twice, or one that is not a string.
            TargetingError: Fetching a page failed. `cursor` of the error is where to continue.
        """
        # Python 3.11 keeps the iterator of a comprehension in its frame, and with it in the traceback of an error.
        with HiddenFrames():
            async with aclosing(aiter(self)) as records:
                return [record async for record in records]


def _check_arguments(start: Any, max_items: Any) -> None:
    """Raise ConfigurationError if `start` or `max_items` of a pager is invalid. The message does not show `start`.

    `start` must be a string or None, and `max_items` a whole number, 0 or more, or None.
    """
    if max_items is not None and (not isinstance(max_items, int) or isinstance(max_items, bool) or max_items < 0):
        raise ConfigurationError(f"max_items must be a whole number, 0 or more, not {max_items!r}")
    if start is not None and not isinstance(start, str):
        raise ConfigurationError(f"start must be a cursor, not {type(start).__name__}")


def check_ahead(ahead: Any, *, prefetch: bool) -> None:
    """Raise ConfigurationError if the option `ahead` is no positive whole number, or above 1 without `prefetch`."""
    check_number("ahead", ahead, whole=True)
    if ahead > 1 and not prefetch:
        raise ConfigurationError("ahead must be 1 with prefetch=False")
