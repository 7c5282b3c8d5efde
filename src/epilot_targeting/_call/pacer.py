"""`Pacer`: keep the writes of one tenant below the option `rate_limit`, which may be set or changed at any time."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._config.rate_limit import RateLimit

REMEMBERED = 1000
"""The number of last writes without a limit that count if one is set later."""


class Pacer:
    """Counts requests, and says when the next one may be sent. Several event loops may share it.

    A request counts until the period has passed since its response. So the service, which counts it on arrival, never
    sees more requests in a period than the limit allows.

    Attributes:
        limit: The limit. None until one is set; then nothing is counted. A new one counts at once.
        earlier: When the last writes ended that `take` did not count, because there was no limit. A limit that is set
            later counts them. Any thread may append to it.
    """

    def __init__(self) -> None:
        """Start without a limit and without a counted write.

        `now` of each method is the time of the running event loop in seconds: all event loops have the same clock.
        """
        self.limit: RateLimit | None = None
        self.earlier: deque[float] = deque(maxlen=REMEMBERED)
        self._under_way = 0
        self._ended: deque[float] = deque()  # when they ended: from then on they count for one period
        self._lock = Lock()

    def take(self, now: float) -> bool:
        """Count a write as under way and return True, or return False if `limit` leaves no room for it.

        After True, the caller calls `end` once, also if the write is not sent. After False, nothing was counted:
        `free_at` returns when there is room. `now` is the time of the event loop.
        """
        with self._lock:
            if self._free_at(now) != now:
                return False
            self._under_way += 1
            return True

    def count_admitted(self, count: int) -> None:
        """Count writes as under way that were admitted without a limit. The caller calls `end` for each of them."""
        with self._lock:
            self._under_way += count

    def end(self, now: float, *, sent: bool) -> None:
        """End a write that counts as under way. Call it once for each such write: that is not checked.

        Args:
            now: The time of the event loop.
            sent: Whether it was sent, and thus counts for one more period after `now`. Otherwise it no longer counts.
        """
        with self._lock:
            self._under_way -= 1
            if sent:
                self._ended.append(now)

    def is_idle(self, now: float) -> bool:
        """Return whether no write counts at `now`, the time of the event loop, so that the pacer can be forgotten.

        Writes under way count, and ended ones for one period. Without a limit, none does.
        """
        with self._lock:
            return self.limit is None or not (self._under_way or self._count_ended(now, self.limit))

    def free_at(self, now: float) -> float | None:
        """Return when the limit leaves room for one more write, in seconds by the clock of the event loop.

        Args:
            now: The time of the event loop.

        Returns:
            `now` if there is room, or no limit. Else when enough ended writes stop counting, or None if so many are
            under way that only their end makes room.
        """
        with self._lock:
            return self._free_at(now)

    def _free_at(self, now: float) -> float | None:
        """Return what `free_at` returns. The caller holds the lock."""
        limit = self.limit
        if limit is None:
            return now
        excess = self._under_way + self._count_ended(now, limit) - limit.requests
        if excess < 0:
            return now
        return self._ended[excess] + limit.seconds if excess < len(self._ended) else None

    def _count_ended(self, now: float, limit: RateLimit) -> int:
        """Return how many ended writes count at `now`, and forget the others. The caller holds the lock."""
        ended = self._ended
        while self.earlier:
            ended.append(self.earlier.popleft())
        while ended and ended[0] + limit.seconds <= now:
            ended.popleft()
        return len(ended)
