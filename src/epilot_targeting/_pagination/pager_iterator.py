"""`PagerIterator`: one loop over a pager. Leaving the loop cancels the fetch of the next page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .page_task import PageTask
from .shared_iteration import SharedIteration

R = TypeVar("R")


class PagerIterator(Generic[R]):
    """The iterator of one loop over a pager.

    Leaving the loop drops it, also where the pager lives on. The last one to be dropped cancels the running fetch.
    """

    __slots__ = ("_is_open", "_iteration", "_step")

    def __init__(self, iteration: SharedIteration[Any], step: Callable[[], Coroutine[Any, Any, R]]) -> None:
        """Count as one more loop over the pager, until `aclose` is called or this iterator is dropped.

        `iteration` is that of the pager. `step` is its `record` or `page`: it returns the next record or page, and
        raises StopAsyncIteration after the last one.
        """
        self._iteration = iteration
        self._step = step
        self._is_open = True
        iteration.iterators += 1

    def __aiter__(self) -> PagerIterator[R]:
        """Return the iterator itself."""
        return self

    if TYPE_CHECKING:

        async def __anext__(self) -> R:  # completion by jedi follows this one
            """Return the next record or page. After the last one, raise StopAsyncIteration.

            An error of fetching it is raised, and the next step tries again; but each later step raises a
            PaginationError again.
            """
            ...

    else:

        def __anext__(self) -> Coroutine[Any, Any, R]:
            """Return the coroutine of the next step: it returns the next record or page.

            After the last one, it raises StopAsyncIteration. It raises an error of fetching the page, and the next step
            tries again; but each later step raises a PaginationError again.
            """
            # No coroutine of its own: the traceback of a failed step would hold the iterator, and with it the fetch.
            return self._step()

    async def aclose(self) -> None:
        """Leave the loop early: cancel the running fetch, and wait for its end.

        The fetch goes on if another loop over the pager is open, or if a task waits for the next record or page. A
        fetch of another event loop is cancelled without waiting. A second call does nothing. A later `__anext__`
        still returns the next record or page.
        """
        for task in self._leave():
            await task.aclose()

    def __del__(self) -> None:
        """Count the loop as left when the iterator is dropped, as after `break`, by `_leave`, without waiting."""
        self._leave()

    def _leave(self) -> list[PageTask[Any]]:
        """Count this loop as left. After the last one, cancel the running fetches and return them.

        The caller may wait for their end. Return an empty list if nothing was cancelled: another loop is open, a
        step waits for a fetch, none runs, or this loop was left before.
        """
        if not self._is_open:
            return []
        self._is_open = False
        return self._iteration.remove_iterator()
