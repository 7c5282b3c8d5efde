"""Cancel a request by a caller's client only where it waits for a future, so that its pool loses no connection.

httpx and httpcore shield their clean-up from the cancel scopes of anyio, but not from `Task.cancel`. All that they
await there is `asyncio.sleep(0)`: a cancellation at such an await would leave a connection in use forever.
"""

from __future__ import annotations

import asyncio
import sys
import types
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar, cast

T = TypeVar("T")


@types.coroutine
def defer_cancellation(work: Coroutine[Any, Any, T]) -> Generator[Any, None, T]:
    """Run a coroutine in the task of the caller, and return its result.

    A cancellation that comes at an `asyncio.sleep(0)`, or together with the result of a future, is deferred: to the
    next await of a future that is not done, or to the end. A task for each request, which `asyncio.shield` needs, would
    add a quarter to the time of a call.

    Args:
        work: The coroutine.

    Raises:
        CancelledError: The task was cancelled.
    """
    deferred: _Deferred | None = None
    thrown: BaseException | None = None
    while True:
        try:
            future = work.send(None) if thrown is None else work.throw(thrown)
        except StopIteration as end:
            if deferred is not None and deferred.is_in_force():
                raise asyncio.CancelledError(*deferred.args) from None
            result: T = end.value
            return result
        finally:
            thrown = None  # it references this frame: a cycle
        if deferred is not None and future is not None:
            if deferred.is_in_force():
                future.cancel(*deferred.args)
            deferred = None
        try:
            yield future
        except asyncio.CancelledError as error:
            has_result = future is None or (future.done() and not future.cancelled())
            if has_result and not _is_scope_cancelled():
                deferred = _Deferred(error)
            else:
                thrown = error
        except BaseException as error:
            thrown = error


class _Deferred:
    """A cancellation of the running task that is deferred.

    Attributes:
        args: The message of the cancellation, if it has one.
    """

    def __init__(self, error: asyncio.CancelledError) -> None:
        """Keep the message of the cancellation, and how many the task has had."""
        self.args = error.args
        self._task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._count = self._task.cancelling()

    def is_in_force(self) -> bool:
        """Return whether nobody has taken the cancellation back meanwhile, as `asyncio.timeout` does at its end."""
        return self._task.cancelling() >= self._count


def _is_scope_cancelled() -> bool:
    """Return whether a cancel scope of anyio has cancelled the running task.

    It is not deferred: anyio cancels nothing that is shielded, and waits by `asyncio.sleep(0)` for what it cancels.
    """
    anyio = sys.modules.get("anyio")
    return anyio is not None and anyio.current_effective_deadline() == float("-inf")
