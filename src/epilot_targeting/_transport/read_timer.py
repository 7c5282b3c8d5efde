"""Limit how long a connection waits for data, by one timer that is moved: a new one for each wait costs more."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable


class ReadTimer:
    """The time limit of the waits of one connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, expire: Callable[[], object]) -> None:
        """Create a timer that is stopped.

        Args:
            loop: The event loop of the connection.
            expire: Called without arguments when a wait reaches its limit.
        """
        self._loop = loop
        self._expire = expire
        self._until = math.inf  # the end of the wait
        self._due = math.inf  # when the timer of the event loop runs; uvloop rounds it, and some handles do not know it
        self._handle: asyncio.Handle | None = None

    def start(self, seconds: float) -> None:
        """Limit the wait for data that begins now to so many seconds. At the limit, `expire` is called.

        This replaces the limit of a wait that is running.
        """
        self._until = self._loop.time() + seconds
        if self._handle is None or self._due > self._until:
            self._schedule()

    def stop(self) -> None:
        """End the wait: data has arrived in time. The timer of the event loop stays, for the next wait.

        Without a wait, this changes nothing.
        """
        self._until = math.inf

    def close(self) -> None:
        """End the wait, and cancel the timer of the event loop, when the connection is lost.

        It may be called again. Do not call `start` afterwards: `expire` might not be called.
        """
        self._until = math.inf
        if self._handle is not None:
            self._handle.cancel()

    def _schedule(self) -> None:
        """Set the timer of the event loop to the end of the present wait. One that is set already is replaced.

        Call this only while a wait is running.
        """
        if self._handle is not None:
            self._handle.cancel()
        self._due = self._until
        self._handle = self._loop.call_at(self._due, self._check)

    def _check(self) -> None:
        """Call `expire` if the present wait has lasted too long. If a later wait is running, set the timer to its end.

        The timer of the event loop calls this.
        """
        self._handle = None
        if self._due >= self._until:
            self._until = math.inf
            self._expire()
        elif self._until < math.inf:
            self._schedule()
