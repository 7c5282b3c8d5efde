"""The connection pool of one event loop: the order and age of idle connections, and closing them.

The connection that was used last is used next. `MAX_IDLE` and `MAX_IDLE_FOR_WRITES` limit how long it may be idle.
`_call/client_state.py` makes one for each event loop, and disconnects it when the loop ends.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from .._tasks import spawn
from .callers_client import CallersClient
from .key_log_file import check_key_log_file

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .._config.transport_options import ConnectionSettings
    from .protocols import Connection

MAX_IDLE = 30.0
"""Seconds after which an idle connection is closed."""
MAX_IDLE_FOR_WRITES = 1.0
"""Seconds after which a write no longer uses an idle connection.

Servers close idle connections, commonly after 5 s or more. If a request crosses the closing, its outcome is unknown.
"""
CANCEL_GRACE = 1.0
"""Seconds that calls have to end after closing the client has cancelled them."""


def make_connection(settings: ConnectionSettings) -> Connection:
    """Return a new connection for the library that `settings.transport` names. Its first request opens it.

    Raises:
        ConfigurationError: The transport is aiohttp, and the file of SSLKEYLOGFILE cannot be written.
    """
    if settings.transport == "aiohttp":
        check_key_log_file()  # the import of aiohttp opens the file
        from .aiohttp_connection import AiohttpConnection

        return AiohttpConnection(settings)
    from .httpx_connection import HttpxConnection

    return HttpxConnection(settings)


class RunningCall(Protocol):
    """A call that closing the client ends."""

    def close(self) -> None:
        """End the call soon, with ClientClosedError, without waiting for its end."""
        ...


class ConnectionPool:
    """The connections and permits of one event loop.

    Attributes:
        busy: The number of permits in use.
        calls: The running calls.
    """

    def __init__(self) -> None:
        """Create an empty pool for one event loop. `semaphores` sets the number of its permits."""
        self.busy = 0
        self.calls: set[RunningCall] = set()
        self._closed = False
        self._max_concurrency = 0
        self._semaphore = asyncio.Semaphore(0)
        self._idle: list[Connection] = []
        self._callers_client: CallersClient | None = None
        self._callers_pool: tuple[Any, str, asyncio.Semaphore | None] = None, "", None
        self._closing: set[asyncio.Task[None]] = set()
        self._is_unused = asyncio.Event()

    def semaphores(self, options: ClientOptions) -> tuple[asyncio.Semaphore, asyncio.Semaphore | None]:
        """Return the semaphore of the permits, and that of the caller's connection pool. Neither is acquired here.

        The second is None without `http_client`, or if the size of its pool is unknown. The first is new if
        `max_concurrency` has changed since the last call: permits in use do not count in it, and release the old one.

        Raises:
            ConfigurationError: The version of the library of `http_client` is not supported.
        """
        if options.max_concurrency != self._max_concurrency:
            self._max_concurrency = options.max_concurrency
            self._semaphore = asyncio.Semaphore(self._max_concurrency)
        client = options.http_client
        if client is None:
            return self._semaphore, None
        known = self._callers_pool
        if client is not known[0] or options.base_url != known[1]:
            from .callers_pool import callers_pool_semaphore  # only a caller's client needs it

            known = client, options.base_url, callers_pool_semaphore(client, options.base_url)
            self._callers_pool = known
        return self._semaphore, known[2]

    def get_connection(self, options: ClientOptions, *, fresh: bool) -> Connection:
        """Return the idle connection that was used last, or a new one, which its first request opens.

        It leaves the pool: the caller gives it to `return_connection`, or closes it. Only the idle connection that
        was used last is looked at: if it is too old or has other options, it is closed, and a new one is returned.

        Args:
            options: The options of the call.
            fresh: Whether an idle connection must have been used within the last second, as for writes, instead of
                the last 30 seconds.

        Raises:
            ConfigurationError: As `make_connection` raises it.
        """
        if self._idle:
            # Last in, first out: under light load the others grow old, and `return_connection` closes them.
            last = self._idle.pop()
            seconds = asyncio.get_running_loop().time() - last.idle_since
            if last.settings == options.connection and seconds < (MAX_IDLE_FOR_WRITES if fresh else MAX_IDLE):
                return last
            self.close(last)
        return make_connection(options.connection)

    def return_connection(self, connection: Connection) -> None:
        """Keep an idle connection for the next request, and close others that have been idle for too long.

        Call it after `go_idle` of the connection has returned True. After `disconnect` of this pool, the connection
        is closed instead.
        """
        connection.idle_since = asyncio.get_running_loop().time()
        while self._idle and connection.idle_since - self._idle[0].idle_since > MAX_IDLE:
            self.close(self._idle.pop(0))
        if self._closed:
            self.close(connection)
        else:
            self._idle.append(connection)

    def callers_client(self, client: Any) -> CallersClient:
        """Return the transport that sends by a caller's client: an `httpx.AsyncClient`, or one of httpx2.

        It is the same object as in the last call, unless the client is another one. The client is not checked here, and
        never closed.
        """
        if self._callers_client is None or self._callers_client.client is not client:
            self._callers_client = CallersClient(client)
        return self._callers_client

    def notify_if_idle(self) -> None:
        """Wake `aclose` if no call is running and no permit is in use. Calls and permits call this at their end."""
        if not (self.calls or self.busy):
            self._is_unused.set()

    async def aclose(self, grace: float) -> None:
        """Wait for the running calls, end those that are left, and close the connections.

        The caller has removed the pool from the client's state: no new call uses it. If this is cancelled, it ends
        the calls at once, and closes the connections all the same.

        Args:
            grace: Seconds that the running calls have to end. The others are then ended with ClientClosedError.
                They have `CANCEL_GRACE` (1) seconds more to end, and are then left alone.
        """
        try:
            await self._wait_until_unused(grace)
        finally:
            # Also when closing itself is cancelled: nothing else would close the connections.
            for call in self.calls:
                call.close()
            await self._wait_until_unused(CANCEL_GRACE)
            await self.disconnect()

    async def disconnect(self) -> None:
        """Close the idle connections, and wait until they are closed. The pool keeps none from now on.

        Those in use, and new ones, are closed after their attempt. This may be called twice.
        """
        self._closed = True
        while self._idle:
            self.close(self._idle.pop())
        if self._closing:
            await asyncio.wait(self._closing)  # if this is cancelled, they go on, unlike those of `asyncio.gather`

    def close(self, connection: Connection) -> None:
        """Start to close a connection in its own task, and return at once. `disconnect` waits for that task."""
        task = spawn(connection.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _wait_until_unused(self, seconds: float) -> None:
        """Wait until no permit is in use and no call is running, but at most so many seconds. Return in both cases."""
        self._is_unused.clear()
        self.notify_if_idle()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_unused.wait()
