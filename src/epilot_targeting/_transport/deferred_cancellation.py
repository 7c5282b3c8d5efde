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
MAX_TURNS = 10_000
"""Turns of the event loop for which a cancellation is deferred: a clean-up takes a few for each connection."""


@types.coroutine
def defer_cancellation(work: Coroutine[Any, Any, T]) -> Generator[Any, None, T]:
    """Run a coroutine in the task of the caller, and return its result.

    A cancellation that comes at an `asyncio.sleep(0)`, or together with the result of a future, is deferred: to
    the next await of a future that is not done, or to the end, but for at most `MAX_TURNS` (10,000) turns of
    the event loop. A cancellation by a cancel scope of anyio is not deferred. A task for each request, which
    `asyncio.shield` needs, would add a quarter to the time of a call.

    Args:
        work: The coroutine.

    Raises:
        CancelledError: The task was cancelled, also if `work` raised an exception afterwards.
        Exception: Otherwise, that of `work`.
    """
    deferral = _Deferral()
    thrown: BaseException | None = None
    while True:
        try:
            future = work.send(None) if thrown is None else work.throw(thrown)
        except Exception as end:
            if deferral.is_in_force():
                raise asyncio.CancelledError(*deferral.args) from None
            if not isinstance(end, StopIteration):
                raise
            result: T = end.value
            return result
        finally:
            thrown = None  # it references this frame: a cycle
        if deferral.is_in_force() and deferral.cancel_or_count(future):
            thrown = asyncio.CancelledError(*deferral.args)
            continue
        try:
            yield future
        except asyncio.CancelledError as error:
            has_result = future is None or (future.done() and not future.cancelled())
            if has_result and not _is_scope_cancelled():
                deferral.begin(error)
            else:
                thrown = error
        except BaseException as error:
            thrown = error


class _Deferral:
    """The cancellation of the running task that is deferred, if one is.

    Attributes:
        args: The message of the cancellation, if it has one.
    """

    def __init__(self) -> None:
        """Create the state of the running task. No cancellation is deferred yet.

        `is_in_force` does not count cancellations of the task before this call.
        """
        self.args: tuple[Any, ...] = ()
        self._task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._before = self._task.cancelling()
        self._turns = 0  # left until it is thrown; 0 if none is deferred

    def begin(self, error: asyncio.CancelledError) -> None:
        """Defer a cancellation, and keep the message of `error` in `args`.

        If one is deferred already, it stays, and this does nothing.
        """
        if not self._turns:
            self.args, self._turns = error.args, MAX_TURNS

    def is_in_force(self) -> bool:
        """Return whether a cancellation is deferred.

        One that was taken back by `Task.uncancel`, as `asyncio.timeout` does at its end, is dropped here.
        """
        if self._task.cancelling() <= self._before:
            self._turns = 0
        return self._turns > 0

    def cancel_or_count(self, future: Any) -> bool:
        """Cancel the future that the coroutine waits for next, or count a turn of the event loop if it is None.

        Call it while `is_in_force`. Return True after `MAX_TURNS` turns: then the caller throws the cancellation into
        the coroutine. Return False otherwise: then the caller yields `future`. The cancellation is no longer deferred
        after True, nor once a future was cancelled. It stays deferred if the future cannot be cancelled, such as an
        `asyncio.gather` of futures that are done.
        """
        if future is None:
            self._turns -= 1
            return not self._turns
        if future.cancel(*self.args):
            self._turns = 0
        return False


def _is_scope_cancelled() -> bool:
    """Return whether a cancel scope of anyio has cancelled the running task.

    Return False if anyio is not imported. Such a cancellation is not deferred: anyio cancels nothing that is shielded,
    and waits by `asyncio.sleep(0)` for what it cancels.
    """
    anyio = sys.modules.get("anyio")
    return anyio is not None and anyio.current_effective_deadline() == float("-inf")
