"""The deadline of a call, which closing the client brings forward."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..errors import ClientClosedError, RequestTimeoutError, TargetingError

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .._transport.pool import ConnectionPool

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

    It suppresses the cancellation of the call if it is its own.

    Attributes:
        phases: What the call did, one of the texts of this module, and since when.
        clock: Returns the time of the event loop.
        pool: The connection pool that the call uses.
        is_client_closed: Whether closing the client has ended the call.
    """

    __slots__ = (
        "_cancelling",
        "_is_over",
        "_loop",
        "_options",
        "_task",
        "_timer",
        "_when",
        "clock",
        "is_client_closed",
        "phases",
        "pool",
    )

    def __init__(
        self, loop: asyncio.AbstractEventLoop, started: float, pool: ConnectionPool, options: ClientOptions
    ) -> None:
        """Prepare the deadline of a call, which is `options.deadline` seconds after `started`.

        The timer is set when `with` enters this object.

        Args:
            loop: The running event loop.
            started: When the call started, in seconds by the clock of that loop.
            pool: The connection pool of that event loop.
            options: The options of the call: `deadline`, and `max_concurrency` for the text of `spent`.
        """
        self.pool = pool
        self.clock = loop.time
        self.phases = [(PERMIT, started)]
        self._is_over = self.is_client_closed = False
        self._loop = loop
        self._options = options
        self._when = started + options.deadline

    def __enter__(self) -> None:
        """Set the timer, and let the pool know the call, so that closing the client can end it.

        If the deadline has passed already, the first wait of the call is cancelled. Whether the client is closed is
        not checked here: `ClientState.pool` has done that. An object is entered only once.

        Raises:
            RuntimeError: No task of asyncio runs the call.
        """
        task = asyncio.current_task(self._loop)
        if task is None:
            raise RuntimeError("a call must run in a task of asyncio")
        self._task, self._cancelling = task, task.cancelling()
        self._timer: asyncio.Handle = self._loop.call_at(self._when, self._end)
        self.pool.calls.add(self)

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: object) -> bool:
        """Stop the timer, and let the pool forget the call.

        Return True if the exception is the cancellation by this deadline. That suppresses it, and the caller raises
        `error()` after the block. Return False for any other exception, if others have cancelled the task too, and
        without an exception.
        """
        self._timer.cancel()
        self.pool.calls.discard(self)
        self.pool.notify_if_idle()
        # As in `asyncio.timeout`: if others have cancelled the task too, theirs counts.
        return self._is_over and self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError

    def _end(self) -> None:
        """Cancel the task of the call.

        The event loop calls this at most once: at the deadline, or before it because `close` was called.
        """
        self._is_over = True
        self._task.cancel()

    def close(self) -> None:
        """Cancel the task of the call soon because its client is closed: `error` then returns a ClientClosedError.

        The pool calls this once for each call that still runs after the grace time. It waits for nothing. If the
        deadline has just passed, the task is not cancelled again.
        """
        self.is_client_closed = True
        if not self._is_over:  # else its deadline has just passed
            self._timer.cancel()
            self._timer = self._loop.call_soon(self._end)

    def start(self, phase: str) -> None:
        """Append a phase to `phases`: it begins now, and the one before ends. A phase may come several times.

        `phase` is one of the texts of this module, such as `PERMIT`.
        """
        self.phases.append((phase, self.clock()))

    def left(self) -> float:
        """Return the seconds until the deadline, which each call has. They are negative after it.

        Closing the client does not change them.
        """
        return self._when - self.clock()

    def is_before(self, time: float) -> bool:
        """Return whether the deadline is at or before `time`: then the call does not wait until `time`.

        `time` is in seconds by the clock of the event loop. Each call has a deadline.
        """
        return self._when <= time

    def error(self, operation: str, applied: bool | None) -> TargetingError:
        """Return the error of a call that this deadline has cut off. It is not raised here.

        It is a ClientClosedError if the pool has called `close` of this deadline, else a RequestTimeoutError.
        `limit` of the latter is "rate_limit" if the call was waiting at the rate gate, else "deadline".

        Args:
            operation: The method name of the operation, for the text.
            applied: `applied` of the error: whether the last attempt was carried out, or None if that is unknown.
        """
        if self.is_client_closed:
            return ClientClosedError(f"{operation}: the client was closed during the call", applied=applied)
        message = f"{operation}: the deadline of {self._options.deadline:g} s passed: {self.spent()}"
        is_rate_limited = self.phases[-1][0] == RATE_LIMIT
        return RequestTimeoutError(message, applied=applied, limit="rate_limit" if is_rate_limited else "deadline")

    def seconds(self) -> dict[str, float]:
        """Return the seconds up to now of each phase that has begun, by its text, such as `PERMIT`.

        A phase that has not begun is not in the dict. If one came several times, its seconds are added up.
        """
        seconds: dict[str, float] = {}
        ends = [started for _, started in self.phases[1:]]
        for (phase, started), ended in zip(self.phases, [*ends, self.clock()], strict=True):
            seconds[phase] = seconds.get(phase, 0.0) + ended - started
        return seconds

    def spent(self) -> str:
        """Return the seconds of the phases as text for errors and log lines: the longest first.

        An example is `paused 1.5 s between attempts, waited 0.2 s for one of 10 permits`. The running phase counts up
        to now. Phases of less than `MIN_SHOWN` (0.05 s) are left out, unless all are that short: then the longest is
        named. The text is never empty.
        """
        seconds = self.seconds()
        order = sorted(seconds, key=lambda phase: seconds[phase], reverse=True)
        shown = [phase for phase in order if seconds[phase] >= MIN_SHOWN] or order[:1]
        return ", ".join(phase.format(seconds[phase], self._options.max_concurrency) for phase in shown)
