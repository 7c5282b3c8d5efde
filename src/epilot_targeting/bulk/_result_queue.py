"""The queue from which the consumer of a run takes results, in the order in which they were put."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from ._results import BulkResult

RESULTS = 4
"""Results that wait for the consumer, as a multiple of the concurrency, from which on nothing further is sent."""


class ResultQueue:
    """The results that the consumer has not taken yet.

    Args:
        size: The number of results from which on `reserve` waits for the consumer.
    """

    def __init__(self, size: int) -> None:
        """Create an empty queue. `reserve` waits while `size` results are in it or have a reserved place.

        `size` is 1 or more.
        """
        self._size = size
        self._reserved = 0
        self._wanted = 1
        self._results: deque[BulkResult[Any]] = deque()
        self._changed = asyncio.Event()
        self._is_open = True
        self._is_ended = False

    async def reserve(self) -> None:
        """Reserve the place of one result, for one later `put`, so that a slow consumer slows the run down.

        Wait while the queue is full. After `stop_waiting`, do not wait: the queue may then exceed its size.
        """
        while self._is_open and self._reserved + len(self._results) >= self._size:
            await self._changed.wait()
        self._reserved += 1

    async def room(self, count: int) -> None:
        """Wait until `count` places are free. They are not reserved here.

        The sender of a batch calls this first, so that the results of the batch need not wait for the consumer. `count`
        is at most the size of the queue. After `stop_waiting`, return at once. Only one task may wait here.
        """
        self._wanted = count
        while self._is_open and self._reserved + len(self._results) + count > self._size:
            await self._changed.wait()
        self._wanted = 1

    def put(self, result: BulkResult[Any]) -> None:
        """Add a result in the place that one call of `reserve` has reserved before, and wake the consumer."""
        self._reserved -= 1
        self._results.append(result)
        self._notify()

    async def get(self) -> BulkResult[Any] | None:
        """Remove and return the next result for the consumer, once there is one.

        Return None when `end` was called and no result is left.
        """
        while not self._results and not self._is_ended:
            await self._changed.wait()
        if not self._results:
            return None
        if len(self._results) + self._reserved + self._wanted > self._size:
            self._notify()
        return self._results.popleft()

    def stop_waiting(self) -> None:
        """Make `reserve` and `room` return at once from now on, and wake the tasks that wait in them.

        `EngineState.stop` calls this: the consumer of a run that stops may take no results. Results that are in the
        queue stay, and `get` still returns them. A second call is harmless.
        """
        self._is_open = False
        self._notify()

    def end(self) -> None:
        """Declare that no result follows, so that `get` returns None after the last one.

        The caller puts no more results. A second call is harmless.
        """
        self._is_ended = True
        self._notify()

    def _notify(self) -> None:
        """Wake all that wait in `reserve`, `room` or `get`."""
        self._changed.set()
        self._changed = asyncio.Event()
