"""`RateGate`: hold calls back after a 429, and let them out gradually in the order they came."""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._config.rate_limit import RateLimit
    from .pacer import Pacer

FIRST = 64.0  # writes under way until so many have succeeded that there seems to be no quota
NO_QUOTA = 1000
FAST = 16  # requests under way up to which each success allows one more: FIRST if the quota is known
FORGET = 120.0  # seconds after which an open gate has nothing to remember
POLL = 0.1  # seconds after which waiting calls try again while the requests that count are under way elsewhere


class Closing:
    """When the rate gates of one key were closed last. Those of all event loops share it.

    Attributes:
        epoch: The number of times that they were closed.
        until: When they open, by the clock of the event loops.
        refusals: The number of 429s in a row.
        quota: The number of successes before the last 429, or None.
    """

    def __init__(self) -> None:
        """Start with gates that were never closed: epoch 0, no 429s in a row, and no known quota.

        `until` is so long ago that `RateGate.is_idle` can be True at once.
        """
        self.epoch = 0
        self.until = -FORGET
        self.refusals = 0
        self.quota: int | None = None


class RateGate:
    """Admits the calls of one key on one event loop: the same kind, organisation and token provider.

    A 429 closes the gate for a time. Then one call is sent, and each success lets more calls out at a time. The number
    of successes before the last 429 is what the quota allowed: from there on, one call is sent at a time, so that a
    crowd of calls does not meet the next 429 together.

    Attributes:
        closing: When the gate was closed last, on any event loop.
        epoch: That of the attempt which was admitted last. It is behind that of `closing` if the gate was closed since.
    """

    def __init__(self, closing: Closing, *, reads: bool, pacer: Pacer | None = None) -> None:
        """Create a gate for the running event loop. It is open, unless `closing` says that it opens later.

        Args:
            closing: When the gates of its key were closed last. `RateGates.gate` makes the key from the tenant and the
                kind of call. The gates of the key on other event loops have the same object.
            reads: Whether it admits reads, which are not limited before the first 429. Of writes at most `FIRST` (64)
                are under way at first.
            pacer: Counts the writes of the key on all event loops, for the option `rate_limit`. Reads have none.
        """
        self.closing = closing
        self._loop = asyncio.get_running_loop()  # kept: a call that is dropped leaves the gate without a running loop
        self._pacer = pacer
        self._paced_since: int | None = None  # the epoch from which on the pacer counts each attempt
        self._allowed = None if reads else FIRST  # requests under way; None is no limit
        self.epoch = 0
        # The attempts of that epoch:
        self._admitted = 0
        self._successes = 0
        self._under_way = 0
        self._waiting: list[tuple[int, asyncio.Future[int]]] = []
        self._timer: asyncio.TimerHandle | None = None

    def pace(self, limit: RateLimit) -> None:
        """Keep the writes of all gates of the key below a limit, in place of the one before. Reads have no limit.

        What was sent before counts. Writes that wait here keep to it too, but those of a gate on another event loop
        only from its next call of `pace` on, if no limit was set there before.
        """
        if self._pacer is not None:
            self._pacer.limit = limit
            if self._paced_since is None:
                self._paced_since = self.epoch
                self._pacer.count_admitted(self._under_way)

    def is_idle(self, now: float) -> bool:
        """Return whether the gate can be forgotten at `now`, the time of the event loop.

        That is so if no call is under way or waits, if it opened at least `FORGET` (120) seconds ago or was never
        closed, and if its pacer is idle or it has none.
        """
        is_in_use = self._under_way or self._waiting or self.closing.until + FORGET > now
        return not is_in_use and (self._pacer is None or self._pacer.is_idle(now))

    def opens_at(self) -> float:
        """Return when the gate opens, in seconds by the clock of the event loop; a time in the past if it is open."""
        return self.closing.until

    def wait_seconds(self) -> float:
        """Return the seconds until the gate is open and `rate_limit` leaves room for one more write.

        Return 0 if no call waits, or if the next call waits only for the end of another one. Without a `rate_limit`, or
        if so many writes are under way that only their end makes room, it is the time until the gate is open.
        `rate_limit_wait` of a client calls this.
        """
        if not self._waiting:
            return 0.0
        now = self._loop.time()
        paced = self._pacer.free_at(now) if self._pacer is not None else None
        return max(0.0, max(self.closing.until, paced or 0.0) - now)

    def admit(self) -> bool:
        """Admit one attempt without waiting: count it as under way, and return True. Return False if it must `wait`.

        It must wait if the gate is closed, a limit is reached, or other calls wait: it does not overtake them. After
        True, the caller reads `epoch` before it awaits anything. At the end of the attempt it passes that to
        `close` after a 429, else to `leave`.
        """
        if self._waiting:
            return False
        if self._allowed is not None or self._paced_since is not None or self.epoch != self.closing.epoch:
            return self._admit()
        self._admitted += 1
        self._under_way += 1
        return True

    async def wait(self, ticket: int) -> int:
        """Wait until the gate admits an attempt, and return its epoch: how often the gate was closed before.

        At the end of the attempt the caller passes the epoch to `close` after a 429, else to `leave`. `ticket` is
        the number of the call: lower ones go first. A wait that is cancelled leaves nothing counted. There is no
        time limit here.
        """
        future = self._loop.create_future()
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
        """End an admitted attempt, and admit waiting ones. Call it once per attempt, or `close` after a 429.

        Args:
            epoch: The epoch in which it was admitted: the result of `wait`, or `epoch` of the gate after `admit`.
                It is the number of times that the gate was closed. If it was closed since, an answer does not
                count.
            sent: Whether its request may have been sent. If not, it does not count for `rate_limit`.
            answered: Whether the service answered it, with any status but 429. The gate may then admit more at
                a time.
        """
        if epoch == self.epoch:
            self._under_way -= 1
            if answered and epoch == self.closing.epoch:
                self._successes += 1
                self.closing.refusals = 0
                if self._allowed is not None:
                    self._grow(self._allowed)
        if self._pacer is not None:
            self._count_end(self._pacer, epoch, sent=sent)
        if self._waiting and not self._loop.is_closed():
            self._release()

    def close(self, epoch: int, seconds: float) -> None:
        """End an attempt that was answered with 429, and close the gate on all event loops for some seconds.

        This takes the place of `leave` for the attempt. It begins a new epoch, and counts one more 429 in a row. A gate
        that is closed for longer already stays so.

        Args:
            epoch: The epoch in which the attempt was admitted. If the gate was closed since then, no new epoch begins,
                and the 429 is not counted: it may only keep the gate closed for longer.
            seconds: How long no attempt is admitted, from now on.
        """
        now, closing = self._loop.time(), self.closing
        closing.until = max(closing.until, now + seconds)
        if epoch == self.epoch:
            self._under_way -= 1
        if self._pacer is not None:
            self._count_end(self._pacer, epoch, sent=True)
        if epoch == closing.epoch:  # else the 429 is for a call that was sent before the gate closed
            closing.quota = self._successes or closing.quota
            closing.refusals += 1
            closing.epoch += 1
        self._release()

    def _count_end(self, pacer: Pacer, epoch: int, *, sent: bool) -> None:
        """Let the pacer count the end of a write, or remember it for a limit that may be set later.

        Args:
            pacer: The pacer of this gate.
            epoch: The epoch in which the write was admitted.
            sent: Whether its request may have been sent.
        """
        now = self._loop.time()
        if self._paced_since is not None and epoch >= self._paced_since:
            pacer.end(now, sent=sent)
        elif sent:
            pacer.earlier.append(now)

    def _begin_epoch(self) -> None:
        """Start the counts of this gate at 0, and allow one attempt at a time, until `_grow` allows more.

        Attempts of earlier epochs that are still under way are not counted, now or at their end. `_admit` calls
        this at its first call after the gate was closed, on this event loop or another.
        """
        self.epoch, self._allowed = self.closing.epoch, 1.0
        self._admitted, self._successes, self._under_way = 0, 0, 0

    def _grow(self, allowed: float) -> None:
        """Set how many attempts may be under way after one more was answered. `allowed` is the number so far.

        Before the first 429 it stays, until `NO_QUOTA` (1,000) attempts were answered: then it is None, no limit.
        After a 429 each answer adds 1, and from `FAST` (16) on only 1 / `allowed`, or from `FIRST` (64) on if
        `closing.quota` is known. If more attempts of this epoch were answered than that quota, it is forgotten, and
        the number is 2.
        """
        if not self.epoch:
            self._allowed = None if self._successes >= NO_QUOTA else allowed
            return
        quota = self.closing.quota
        if quota is not None and self._successes > quota:
            self.closing.quota = quota = None  # it is larger than it was
            allowed = 1.0
        # Up to a known quota nothing is refused, so a crowd may grow faster.
        fast = FAST if quota is None else FIRST
        self._allowed = allowed + (1.0 if allowed < fast else 1.0 / allowed)

    def _admit(self) -> bool:
        """Admit one attempt if the gate is open and its limits leave room, and return whether it was admitted.

        If so, it counts as under way, until `leave` or `close` ends it. If not, nothing is counted or queued. Waiting
        calls are not looked at.
        """
        closing, now = self.closing, self._loop.time()
        if self.epoch != closing.epoch:
            self._begin_epoch()
        if closing.until > now:
            return False
        if self._allowed is not None:
            is_used_up = closing.quota is not None and self._admitted >= closing.quota
            if self._under_way >= (1 if is_used_up else int(self._allowed)):
                return False
        if self._pacer is not None and self._paced_since is not None and not self._pacer.take(now):
            return False
        self._admitted += 1
        self._under_way += 1
        return True

    def _release(self) -> None:
        """Admit waiting calls in the order of their tickets, as many as may be sent now. Set the timer for the rest.

        Cancelled ones are removed. `wait`, `leave`, `close` and the timer call this.
        """
        while self._waiting:
            if self._waiting[0][1].done():  # cancelled
                heappop(self._waiting)
            elif self._admit():
                heappop(self._waiting)[1].set_result(self.epoch)
            else:
                break
        self._schedule()

    def _schedule(self) -> None:
        """Set the timer that calls `_release` when the gate opens, or the pacer allows a write. Cancel the earlier one.

        If only the end of writes under way makes room, also on other event loops, that is after `POLL` (0.1) seconds.
        No timer is set if no call waits, or only for others of this gate to end: `leave` then releases it.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._waiting:
            return
        loop, now = self._loop, self._loop.time()
        if self.closing.until > now:
            self._timer = loop.call_at(self.closing.until, self._release)
        elif self._paced_since is not None and self._pacer is not None:
            free_at = self._pacer.free_at(now)
            if free_at is None:
                free_at = now + POLL
            if free_at > now or not self._under_way:
                self._timer = loop.call_at(free_at, self._release)
