"""The deadline of a call, which closing the client brings forward."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..errors import ClientClosedError, RequestTimeoutError, TargetingError

if TYPE_CHECKING:
    from types import TracebackType

    from .._config.options import ClientOptions
    from .client_state import ClientState

RATE_LIMIT = "waited {:.1f} s for the rate limit of the service"
PERMIT = "waited {:.1f} s for one of {} permits"
PROVIDER = "waited {:.1f} s for the token provider"
ATTEMPT = "spent {:.1f} s on attempts"
PAUSE = "paused {:.1f} s between attempts"
DOWNLOAD = "spent {:.1f} s on the download from the object store"
DECODE = "spent {:.1f} s on decoding"
MIN_SHOWN = 0.05  # seconds of a phase that the message shows


class CallDeadline:
    """A context manager that ends a call at its deadline, or when its client is closed and the grace time is over.

    Attributes:
        phases: What the call did, one of the texts of this module, and since when.
        clock: Returns the time of the event loop.
        pool: The connection pool that the call uses.
        is_client_closed: Whether closing the client has ended the call.
    """

    def __init__(self, state: ClientState, options: ClientOptions) -> None:
        """Find the pool of this event loop. The time starts in `async with`."""
        self.pool = state.pool(options)
        self._seconds = options.deadline
        self._limit = asyncio.timeout(self._seconds)
        self.is_client_closed = False
        self._max_concurrency = options.max_concurrency
        self.clock = asyncio.get_running_loop().time
        self.phases = [(PERMIT, self.clock())]

    def start(self, phase: str) -> None:
        """Record what the call does from now on, for the message: one of the texts of this module."""
        self.phases.append((phase, self.clock()))

    def left(self) -> float:
        """Return the seconds until the deadline."""
        return (self._limit.when() or 0.0) - asyncio.get_running_loop().time()

    def is_before(self, time: float) -> bool:
        """Return whether the deadline passes before a time of the event loop's clock."""
        return (self._limit.when() or 0.0) <= time

    def rate_limit_error(self, operation: str, opens_at: float) -> TargetingError:
        """Return the error of a call that the rate limit holds back until after its deadline.

        Args:
            operation: The name of the operation.
            opens_at: When calls are sent again, by the clock of the event loop.
        """
        message = (
            f"{operation}: the service's rate limit holds calls back for {opens_at - self.clock():.1f} s more, "
            f"beyond the deadline of {self._seconds:g} s"
        )
        return RequestTimeoutError(message, applied=False, limit="rate_limit")

    def error(self, operation: str, applied: bool | None) -> TargetingError:
        """Return the error of a call that the deadline, or closing the client, has ended."""
        if self.is_client_closed:
            return ClientClosedError(f"{operation}: the client was closed during the call", applied=applied)
        message = f"{operation}: the deadline of {self._seconds:g} s passed: {self.spent()}"
        is_rate_limited = self.phases[-1][0] == RATE_LIMIT
        return RequestTimeoutError(message, applied=applied, limit="rate_limit" if is_rate_limited else "deadline")

    def seconds(self) -> dict[str, float]:
        """Return the seconds that each phase of the call took."""
        seconds: dict[str, float] = {}
        ends = [started for _, started in self.phases[1:]]
        for (phase, started), ended in zip(self.phases, [*ends, self.clock()], strict=True):
            seconds[phase] = seconds.get(phase, 0.0) + ended - started
        return seconds

    def spent(self) -> str:
        """Return the seconds that the phases of the call took as text, the longest first."""
        seconds = self.seconds()
        order = sorted(seconds, key=lambda phase: seconds[phase], reverse=True)
        shown = [phase for phase in order if seconds[phase] >= MIN_SHOWN] or order[:1]
        return ", ".join(phase.format(seconds[phase], self._max_concurrency) for phase in shown)

    async def __aenter__(self) -> CallDeadline:
        """Start the time, and let the pool know the call, so that closing the client can cancel it."""
        await self._limit.__aenter__()
        self.pool.calls.add(self._limit)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the time. Record in `is_client_closed` whether closing the client cancelled the call."""
        try:
            await self._limit.__aexit__(kind, error, traceback)
        finally:
            self.is_client_closed = self._limit in self.pool.cancelled_calls
            self.pool.calls.discard(self._limit)
            self.pool.cancelled_calls.discard(self._limit)
            self.pool.notify_if_idle()
