"""The deadline of a call, which closing the client brings forward."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..errors import ClientClosedError, RequestTimeoutError, TargetingError

if TYPE_CHECKING:
    from types import TracebackType

    from .._config.options import ClientOptions
    from .state import ClientState


class CallDeadline:
    """A context manager that ends a call at its deadline, or when its client is closed and the grace time is over.

    Attributes:
        pool: The connection pool that the call uses.
        is_client_closed: Whether closing the client has ended the call.
    """

    def __init__(self, state: ClientState, options: ClientOptions) -> None:
        self.pool = state.pool(options)
        self._seconds = options.deadline
        self._limit = asyncio.timeout(self._seconds)
        self.is_client_closed = False

    def left(self) -> float:
        """Return the seconds until the deadline."""
        return (self._limit.when() or 0.0) - asyncio.get_running_loop().time()

    def error(self, operation: str, applied: bool | None) -> TargetingError:
        """Return the error of a call that the deadline, or closing the client, has ended."""
        if self.is_client_closed:
            return ClientClosedError(f"{operation}: the client was closed during the call", applied=applied)
        message = f"{operation}: the deadline of {self._seconds:g} s passed"
        return RequestTimeoutError(message, applied=applied, limit="deadline")

    async def __aenter__(self) -> CallDeadline:
        await self._limit.__aenter__()
        self.pool.calls.add(self._limit)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._limit.__aexit__(kind, error, traceback)
        finally:
            self.is_client_closed = self._limit in self.pool.cancelled_calls
            self.pool.calls.discard(self._limit)
            self.pool.cancelled_calls.discard(self._limit)
            self.pool.notify_if_idle()
