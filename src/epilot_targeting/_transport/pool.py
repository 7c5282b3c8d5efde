"""Where requests go out on one event loop: a limited number of slots, with a connection each."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from anyio import CancelScope

from .._tasks import begin, run_in_task
from .callers_client import CallersClient
from .interface import IDLE, send_once

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .attempt import Attempt, PreparedRequest
    from .interface import Connection

SETTLING = 1.0  # seconds that calls which were cut off have to end
FRESH = 1.0
"""Seconds after which a write no longer trusts an idle connection.

Servers close one that was idle, commonly after 5 s or more; a request that crosses the closing may have arrived or not.
"""


def connection(transport: str, base_url: str) -> Connection:
    """Make a connection; it is opened with its first request."""
    if transport == "aiohttp":
        from .aiohttp_connection import AiohttpConnection

        return AiohttpConnection(base_url)
    from .httpx_connection import HttpxConnection

    return HttpxConnection(base_url)


class Permit:
    """The right to have one request under way, and the connection for it."""

    def __init__(self, slots: ConnectionPool, options: ClientOptions, *, fresh: bool) -> None:
        self._slots = slots
        self._options = options
        self._fresh = fresh
        self._left = False
        self._held = False  # by an exchange that goes on after who waited for it has left

    async def __aenter__(self) -> Permit:
        self._permits = self._slots.permits(self._options.max_concurrency)
        await self._permits.acquire()
        self._slots.busy += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        # Given back when the exchange has ended, which is later where a call on a caller's client was cancelled.
        self._left = True
        if not self._held:
            self._release()

    def _release(self) -> None:
        self._slots.busy -= 1
        self._permits.release()
        self._slots.settle()

    async def exchange(self, out: PreparedRequest, exchange: Attempt) -> None:
        """Carry out one exchange."""
        client = self._options.http_client
        if client is None:
            await self.on(self._slots.take(self._options, fresh=self._fresh), out, exchange)
        else:
            await self.by(self._slots.borrowed(client), out, exchange)

    async def on(self, own: Connection, out: PreparedRequest, exchange: Attempt, *, keep: bool = True) -> None:
        """Carry out one exchange on a connection of ours; one on which it did not come to a good end is closed."""
        try:
            if await send_once(own, out, exchange) and keep and own.rest():
                self._slots.put(own)
            else:
                await own.aclose()
        except BaseException:
            self._slots.close(own)  # apart from this task, which is to end at once
            raise

    async def by(self, lent: CallersClient, out: PreparedRequest, exchange: Attempt) -> None:
        """Carry out one exchange by a caller's client, in a task of its own.

        It is cancelled by a scope: httpx guards its clean-up against that, and not against the cancelling of a task,
        which would leave a connection in its pool taken for ever.
        """
        scope = CancelScope()

        async def scoped() -> None:
            try:
                with scope:
                    await send_once(lent, out, exchange)
            finally:
                self._held = False
                if self._left:
                    self._release()

        self._held = True
        await run_in_task(scoped, scope.cancel)


class ConnectionPool:
    """The slots of one event loop, and the calls that are under way on it."""

    def __init__(self) -> None:
        self.busy = 0
        self.calls: set[asyncio.Timeout] = set()
        self.cut: set[asyncio.Timeout] = set()
        self._closed = False
        self._size = 0
        self._permits = asyncio.Semaphore(0)
        self._free: list[Connection] = []
        self._borrowed: CallersClient | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._rest = asyncio.Event()

    def permits(self, size: int) -> asyncio.Semaphore:
        """Give what is acquired for a request; those under way keep the limit that they began under."""
        if size != self._size:
            self._size, self._permits = size, asyncio.Semaphore(size)
        return self._permits

    def take(self, options: ClientOptions, *, fresh: bool) -> Connection:
        """Give a connection: the one that was last used, or a new one."""
        if self._free:
            # Last in, first out: under light load the others grow old, and `put` closes them.
            last = self._free.pop()
            idle = asyncio.get_running_loop().time() - last.idle_since
            fits = last.base_url == options.base_url and last.transport == options.transport
            if fits and idle < (FRESH if fresh else IDLE):
                return last
            self.close(last)
        return connection(options.transport, options.base_url)

    def borrowed(self, client: Any) -> CallersClient:
        """Give the channel through a caller's client."""
        if self._borrowed is None or self._borrowed.client is not client:
            self._borrowed = CallersClient(client)
        return self._borrowed

    def put(self, own: Connection) -> None:
        """Take a connection back after its exchange."""
        own.idle_since = asyncio.get_running_loop().time()
        # The oldest lie at the bottom, where nothing else would touch them.
        while self._free and own.idle_since - self._free[0].idle_since > IDLE:
            self.close(self._free.pop(0))
        if self._closed:
            self.close(own)
        else:
            self._free.append(own)

    def settle(self) -> None:
        """Take note that something has ended."""
        if not (self.calls or self.busy):
            self._rest.set()

    async def aclose(self, grace: float) -> None:
        """Let the calls under way end, cut off those that do not in time, and close the connections."""
        try:
            await self._at_rest(grace)
        finally:
            # Also where closing itself is cancelled: nobody would come back for them.
            self.cut |= self.calls
            for call in self.calls:
                with suppress(RuntimeError):  # its deadline has passed in this moment
                    call.reschedule(asyncio.get_running_loop().time())
            await self._at_rest(SETTLING)
            await self.disconnect()

    async def disconnect(self) -> None:
        """Close the connections that no request uses, and those that still are used after their exchange."""
        self._closed = True
        while self._free:
            self.close(self._free.pop())
        await asyncio.gather(*self._closing)

    def close(self, own: Connection) -> None:
        """Close a connection in a task of its own."""
        task = begin(own.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _at_rest(self, seconds: float) -> None:
        self._rest.clear()
        self.settle()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rest.wait()
