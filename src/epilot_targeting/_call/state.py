"""What a client and those derived from it share: slots for each event loop, and a budget for repeating."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING

from .._config.retry import RetryBudget
from .._transport.pool import CUT_OFF_GRACE, ConnectionPool
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from types import TracebackType

    from .._config.options import ClientOptions

_abandoned: list[object] = []
"""Connections of the process that this one was forked from: closing them would end the sessions of the parent."""


class ClientState:
    """What a client and those derived from it share: slots for each event loop, and a budget for repeating."""

    def __init__(self) -> None:
        self.closed = False
        self.budget = RetryBudget()
        self._pid = os.getpid()
        self._lent = False  # whether a caller's HTTP client was used in this process
        self._loops: dict[asyncio.AbstractEventLoop, tuple[ConnectionPool, AsyncGenerator[None]]] = {}

    @property
    def busy(self) -> int:
        """How many slots of the running loop are in use."""
        return self.slots().busy

    def slots(self, options: ClientOptions | None = None) -> ConnectionPool:
        """Give the running loop's slots: connections belong to the loop, and to the process, that they were made in.

        Raises:
            ConfigurationError: The caller's HTTP client was used before a fork, and its connections are the parent's.
        """
        if self._is_forked() and self._lent and options is not None and options.http_client is not None:
            raise ConfigurationError("http_client was used before a fork: make another one in each process")
        self._leave_parent()
        self._lent = self._lent or (options is not None and options.http_client is not None)
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            for known in [known for known in tuple(self._loops) if known.is_closed()]:
                self._loops.pop(known, None)
            slots = ConnectionPool()
            self._loops[loop] = slots, self._closing_with(loop, slots)
            # Runs it up to its only yield, where the loop takes note of it.
            with suppress(StopIteration):
                self._loops[loop][1].__anext__().__await__().__next__()
        return self._loops[loop][0]

    async def aclose(self, grace: float) -> None:
        """Close the connections of all loops; those of loops that are gone went with them."""
        self.closed = True
        self._leave_parent()
        # Taken out at once: who opens the client again meanwhile gets others.
        loops, self._loops = self._loops, {}
        own = loops.pop(asyncio.get_running_loop(), None)
        elsewhere = [
            asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_close(parts, grace), loop))
            for loop, parts in loops.items()
            if loop.is_running()
        ]
        if own is not None:
            await _close(own, grace)
        with suppress(TimeoutError):
            async with asyncio.timeout(grace + 2 * CUT_OFF_GRACE):
                await asyncio.gather(*elsewhere, return_exceptions=True)

    def _is_forked(self) -> bool:
        return self._pid != os.getpid()

    def _leave_parent(self) -> None:
        if self._is_forked():
            _abandoned.append(self._loops)
            self._loops, self._pid, self._lent = {}, os.getpid(), False

    async def _closing_with(self, loop: asyncio.AbstractEventLoop, slots: ConnectionPool) -> AsyncGenerator[None]:
        # asyncio.run() ends all async generators of its loop: that closes our sockets before the loop is gone, for
        # clients that nobody closes, such as the default one.
        try:
            yield
        finally:
            if self._loops.get(loop, (None,))[0] is slots:
                del self._loops[loop]
            await slots.disconnect()


async def _close(parts: tuple[ConnectionPool, AsyncGenerator[None]], grace: float) -> None:
    slots, closing = parts
    try:
        await slots.aclose(grace)
    finally:
        await closing.aclose()


class CallDeadline:
    """The time that a call has: up to its deadline, or until the client is closed and its grace time has passed.

    Attributes:
        slots: The slots that the call goes out on.
        was_cut: Whether closing the client ended it.
    """

    def __init__(self, pool: ClientState, options: ClientOptions) -> None:
        self.slots = pool.slots(options)
        self._limit = asyncio.timeout(options.deadline)
        self.was_cut = False

    def left(self) -> float:
        """Give the seconds up to the deadline."""
        return (self._limit.when() or 0.0) - asyncio.get_running_loop().time()

    async def __aenter__(self) -> CallDeadline:
        await self._limit.__aenter__()
        self.slots.calls.add(self._limit)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._limit.__aexit__(kind, error, traceback)
        finally:
            self.was_cut = self._limit in self.slots.cut
            self.slots.calls.discard(self._limit)
            self.slots.cut.discard(self._limit)
            self.slots.notify_if_idle()
