"""`RateGate`: hold calls back after a 429, and let them out gradually in the order they came."""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pacer import Pacer

FIRST = 64.0  # writes under way until so many have succeeded that there seems to be no quota
NO_QUOTA = 1000
FAST = 16  # requests under way up to which each success allows one more
FORGET = 120.0  # seconds after which an open gate has nothing to remember
POLL = 0.1  # seconds after which a pacer is asked again whose requests are all under way, maybe on another event loop


class RateGate:
    """Admits the calls of one key: the same kind, organisation and token provider.

    A 429 closes the gate for a time. Then one call is sent, and each success lets more calls out at a time. The number
    of successes before the last 429 is what the quota allowed: from there on, one call is sent at a time, so that a
    crowd of calls does not meet the next 429 together.

    Attributes:
        epoch: The number of times that the gate was closed.
        refusals: The number of 429s in a row.
    """

    def __init__(self, *, reads: bool, pacer: Pacer | None = None) -> None:
        """Open the gate. For reads nothing limits the requests under way at first; for others `FIRST` does."""
        self.epoch = 0
        self.refusals = 0
        self._pacer = pacer
        self._closed_until = -FORGET
        self._allowed = None if reads else FIRST  # requests under way; None is no limit
        self._quota: int | None = None  # successes before the last 429
        # In this epoch:
        self._admitted = 0
        self._successes = 0
        self._under_way = 0
        self._waiting: list[tuple[int, asyncio.Future[int]]] = []
        self._timer: asyncio.TimerHandle | None = None

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is lost by forgetting the gate."""
        is_in_use = self._under_way or self._waiting or self._closed_until + FORGET > now
        return not is_in_use and (self._pacer is None or self._pacer.is_idle(now))

    def opens_at(self) -> float:
        """Return when the gate opens, by the clock of the event loop; a time in the past if it is open."""
        return self._closed_until

    def wait_seconds(self) -> float:
        """Return the seconds until the next waiting call is sent, as far as that is known; 0 if none waits."""
        if not self._waiting:
            return 0.0
        paced = self._pacer.next_time() if self._pacer is not None else None
        return max(0.0, max(self._closed_until, paced or 0.0) - asyncio.get_running_loop().time())

    def admit(self) -> bool:
        """Admit a call at once if nothing holds it back, and return whether it was."""
        if self._waiting:
            return False
        if self._allowed is not None or self._pacer is not None:
            return self._admit()
        self._admitted += 1
        self._under_way += 1
        return True

    async def wait(self, ticket: int) -> int:
        """Wait until the gate admits this call, and return the epoch. Lower tickets go first."""
        future = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (ticket, future))
        self._release()
        try:
            epoch: int = await future
        except BaseException:
            if future.done() and not future.cancelled():
                self.leave(future.result(), sent=False, answered=False)
            raise
        return epoch

    def leave(self, epoch: int, *, sent: bool, answered: bool) -> None:
        """Let an admitted call end that was not answered with 429.

        Args:
            epoch: The epoch in which it was admitted.
            sent: Whether its request was sent.
            answered: Whether the service answered it.
        """
        if epoch == self.epoch:
            self._under_way -= 1
            if answered:
                self._successes += 1
                self.refusals = 0
                if self._allowed is not None:
                    self._grow(self._allowed)
        if self._pacer is not None:
            self._pacer.end(asyncio.get_running_loop().time(), sent=sent)
        if self._waiting:
            self._release()

    def close(self, epoch: int, seconds: float) -> None:
        """Close the gate for some seconds: a call that was admitted in this epoch was answered with 429."""
        now = asyncio.get_running_loop().time()
        self._closed_until = max(self._closed_until, now + seconds)
        if self._pacer is not None:
            self._pacer.end(now, sent=True)
        if epoch == self.epoch:  # else a call was refused that was sent before the gate closed
            self._quota = self._successes or self._quota
            self.refusals += 1
            self.epoch += 1
            self._allowed, self._admitted, self._successes, self._under_way = 1.0, 0, 0, 0
        self._release()

    def _grow(self, allowed: float) -> None:
        """Raise the number of requests under way after a success.

        Before the first 429 it stays, and is no longer limited once `NO_QUOTA` requests have succeeded.
        """
        if not self.epoch:
            self._allowed = None if self._successes >= NO_QUOTA else allowed
            return
        if self._quota is not None and self._successes > self._quota:
            self._quota, allowed = None, 1.0  # the quota is larger than it was
        self._allowed = allowed + (1.0 if allowed < FAST else 1.0 / allowed)

    def _admit(self) -> bool:
        """Count one more request as under way if the gate lets it pass now, and return whether it does."""
        if self._closed_until > (now := asyncio.get_running_loop().time()):
            return False
        if self._allowed is not None:
            is_used_up = self._quota is not None and self._admitted >= self._quota
            if self._under_way >= (1 if is_used_up else int(self._allowed)):
                return False
        if self._pacer is not None and not self._pacer.take(now):
            return False
        self._admitted += 1
        self._under_way += 1
        return True

    def _release(self) -> None:
        """Admit as many waiting calls as may be sent now."""
        while self._waiting:
            if self._waiting[0][1].done():  # cancelled
                heappop(self._waiting)
            elif self._admit():
                heappop(self._waiting)[1].set_result(self.epoch)
            else:
                break
        self._schedule()

    def _schedule(self) -> None:
        """Set the timer that admits waiting calls when the gate or the pacer lets them."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._closed_until > now:
            self._timer = loop.call_at(self._closed_until, self._release)
        elif self._pacer is not None and (not self._under_way or self._pacer.next_time()):
            self._timer = loop.call_at(max(self._pacer.next_time() or now + POLL, now), self._release)
