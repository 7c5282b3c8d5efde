"""`Pacer`: keep the writes of one tenant below the option `rate_limit`."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._config.rate_limit import RateLimit


class Pacer:
    """Counts requests, and says when the next one may be sent. Several event loops may share it.

    A request counts until the period has passed since its response. So the service, which counts it on arrival, never
    sees more requests in a period than the limit allows.
    """

    def __init__(self, limit: RateLimit) -> None:
        """Keep the limit, and start without a counted write.

        `now` of each method is the time of the running event loop in seconds: all event loops have the same clock.
        """
        self._limit = limit
        self._under_way = 0
        self._expiries: deque[float] = deque()
        self._lock = Lock()

    def take(self, now: float) -> bool:
        """Count a write as under way and return True, or count nothing and return False if the limit is reached.

        After True, the caller calls `end` once, also if the write is not sent. `now` is the time of the event loop.
        """
        with self._lock:
            while self._expiries and self._expiries[0] <= now:
                self._expiries.popleft()
            if self._under_way + len(self._expiries) >= self._limit.requests:
                return False
            self._under_way += 1
            return True

    def end(self, now: float, *, sent: bool) -> None:
        """End a write for which `take` returned True. Call it once for each such write: that is not checked.

        Args:
            now: The time of the event loop.
            sent: Whether it was sent, and thus counts for one more period after `now`. Otherwise it no longer counts.
        """
        with self._lock:
            self._under_way -= 1
            if sent:
                self._expiries.append(now + self._limit.seconds)

    def is_idle(self, now: float) -> bool:
        """Return whether no write counts at `now`, the time of the event loop, so that the pacer can be forgotten.

        Writes under way count, and ended ones for one period. Nothing is changed.
        """
        with self._lock:
            return not self._under_way and (not self._expiries or self._expiries[-1] <= now)

    def next_time(self) -> float | None:
        """Return when the oldest ended write stops counting, in seconds by the clock of the event loop.

        Only `take` removes such writes, so that the time may be past. Return None if there is none: then only the end
        of a write under way makes room.
        """
        with self._lock:
            return self._expiries[0] if self._expiries else None
