"""Pause all workers of a run: for the rate limit, and while the service is down, with one probe at a time."""

from __future__ import annotations

import asyncio
import logging
import random
from contextlib import suppress
from typing import Literal

from .._logger import write
from ..errors import RateLimitError, TargetingError
from ._failures import is_outage, is_unreached
from ._outage_message import outage_line
from ._settings import FIRST_CONTACT, Settings

FAILURES = 3
"""Calls in a row that fail before all workers pause. A pause by chance, at 10 % of failures, costs a second."""
LEAST_PAUSE = 0.05
"""Seconds of a pause where the policy has none: a service that is down must not be called in a loop."""
TICK = 0.001
"""Seconds by which a timer may end too early."""


class Gate:
    """Admits the calls of all workers, or makes them wait: at the rate limit, and while the service is down.

    While the service is down, one call at a time is admitted as a probe.

    Args:
        settings: The arguments of the run: its `give_up_after`, and the client with the pauses of its retry policy.

    Attributes:
        is_reached: Whether any call has reached the service since the start of the run.
        reason: Why calls wait: `the rate limit`, `the service`, or an empty string.
    """

    def __init__(self, settings: Settings) -> None:
        """Create an open gate with the settings of a run. The event loop must be running.

        Pauses without `Retry-After` are those of the client's retry policy, but last about 0.05 seconds at least.
        """
        retry = settings.client.options.retry
        self._settings = settings
        self._backoff = max(retry.backoff, LEAST_PAUSE)
        self._max_backoff = max(retry.max_backoff, LEAST_PAUSE)
        # A service may send a time stamp, by mistake: the run would wait for years. A call too early costs a 429 only.
        self._max_pause = max(retry.max_retry_after, settings.give_up_after, LEAST_PAUSE)
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._opens_at = 0.0
        self._failures = 0
        self._limited = 0  # 429s in a row
        self._pauses = 0  # since the service went down; 0 while it is up
        self._failing_since = 0.0
        self._prober: asyncio.Task[object] | None = None  # the task of the probe
        self._is_stopped = False
        self.reason: Literal["", "the service", "the rate limit"] = ""
        self.is_reached: bool = False

    async def enter(self) -> bool:
        """Wait until a call may be made, and return whether it may: False after `stop`.

        After True, the same task makes its call, and then reports its end by one of `leave`, `succeed`, `fail` and
        `limit`. During an outage only one task, the probe, gets True at a time.
        """
        while not self._is_stopped and (self._pauses or self._opens_at):
            left = self._opens_at - self._loop.time() - TICK
            if left <= 0 and not self._pauses:
                self._opens_at, self.reason = 0.0, ""
                break
            if left <= 0 and self._prober is None:
                self._opens_at = self._loop.time()
                self._prober = asyncio.current_task()
                break
            changed = self._changed
            with suppress(TimeoutError):
                async with asyncio.timeout(left if left > 0 else None):
                    await changed.wait()
        return not self._is_stopped

    def stop(self) -> None:
        """End all waiting: `enter` returns False at once from now on. The run calls this when it stops."""
        self._is_stopped = True
        self._notify()

    def leave(self) -> None:
        """Note in `is_reached` that a call has reached the service. The gate stays open or closed.

        If the call was the probe of an outage, another call may be the probe. `read_list` calls this at the first
        recipient, at the end of the list, and after a failure that is neither fatal, an outage nor a rate limit.
        """
        self.is_reached = True
        self._end_probe()
        self._notify()

    def succeed(self) -> None:
        """Note that the service answered the call of the running task. If that was the probe, the gate opens.

        The outage has ended then. The task that `enter` has admitted calls this, and not `leave` too.

        During an outage, a call that is not the probe sets `is_reached` only: it was sent before the outage was
        noticed, so its answer does not end the outage.
        """
        self.is_reached = True
        if self._pauses and self._prober is not asyncio.current_task():
            return
        self._failures = self._limited = 0
        if self._pauses:
            self._pauses, self._prober, self._opens_at, self.reason = 0, None, 0.0, ""
            self._notify()

    def fail(self, error: TargetingError) -> bool:
        """Note that a call failed, and return whether the run has to give up. The caller then interrupts it.

        After three outage errors (`is_outage`) in a row, calls pause. The run gives up if they pause, and the first of
        these errors was `give_up_after` seconds ago, or a tenth of that if no call has ever reached the service. Any
        other error counts as an answer, as with `succeed`. For a rate limit, call `limit` instead.
        """
        if not is_outage(error):
            self.succeed()
            return False
        now, self.is_reached = self._loop.time(), self.is_reached or not is_unreached(error)
        limit = self._settings.give_up_after * (1 if self.is_reached else FIRST_CONTACT)
        if not self._failures:
            self._failing_since = now
        self._failures += 1
        if self._failures >= FAILURES and now >= self._opens_at:
            self._pauses += 1
            if self._pauses == 1:
                self._warn(error, limit - (now - self._failing_since))
            bound = min(self._max_backoff, self._backoff * 2.0 ** min(self._pauses, 60))
            self._end_probe()
            self._close(bound * random.uniform(0.9, 1.0), "the service")  # noqa: S311
        return bool(self._pauses) and now - self._failing_since >= limit

    def limit(self, error: TargetingError) -> None:
        """Note that the rate is limited: no call is admitted before the `Retry-After` of the error has passed.

        A longer `Retry-After` than `give_up_after` and `max_retry_after` of the client's retry policy counts as the
        larger of these: then calls are made again. Without one, the pause grows with each such error in a row, up to
        `max_backoff` of the policy. An outage ends, as the service has answered.

        Args:
            error: An error that `failure_of` calls `limited`: a `RateLimitError`, or the timeout of a call that waited
                for the rate limit.
        """
        self._failures = self._pauses = 0
        self.is_reached = True
        seconds = error.retry_after if isinstance(error, RateLimitError) else None
        if seconds is None:
            # Calls that were under way together count once.
            self._limited += self._loop.time() >= self._opens_at
            seconds = min(self._max_backoff, self._backoff * 2.0 ** min(self._limited - 1, 60))
        self._prober = None
        self._close(min(seconds, self._max_pause), "the rate limit")

    def _end_probe(self) -> None:
        """If the call of this task was the probe, allow another one. The probe of another task stays the only one."""
        if self._prober is asyncio.current_task():
            self._prober = None

    @property
    def is_down(self) -> bool:
        """Whether calls wait because the service is down: for the end of a pause, or of a probe."""
        return bool(self._pauses)

    def waiting(self) -> float:
        """Return the seconds until the next call may be admitted, for the display of the progress.

        It is 0 if calls do not wait, or wait for the end of a probe, the one call that is under way in an outage: see
        `is_down`.
        """
        return max(0.0, self._opens_at - self._loop.time()) if self.reason else 0.0

    def _warn(self, error: TargetingError, seconds: float) -> None:
        """Log at WARNING that the run starts to wait for the service.

        Args:
            error: The error of the last call.
            seconds: The seconds after which the run gives up. A negative number counts as 0.
        """
        settings = self._settings
        name, base_url = settings.operation.name, settings.client.options.base_url
        text = outage_line(name, base_url, self._failures, error, max(0.0, seconds), reached=self.is_reached)
        write(logging.WARNING, "%s", text)

    def _close(self, seconds: float, reason: Literal["the service", "the rate limit"]) -> None:
        """Make calls wait for at least so many seconds from now. A pause that ends later stays.

        `reason` is what the progress shows from now on, also if an earlier pause stays.
        """
        self._opens_at = max(self._opens_at, self._loop.time() + seconds)
        self.reason = reason
        self._notify()

    def _notify(self) -> None:
        """Wake the calls that wait in `enter`, so that they look at the state of the gate again."""
        self._changed.set()
        self._changed = asyncio.Event()
