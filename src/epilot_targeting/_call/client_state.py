"""The state that a client shares with its tag views and derived clients: pools, retry budget, rate gates.

It is made at the first use of a client, not with it.
"""

from __future__ import annotations

import asyncio
import os
from _thread import allocate_lock
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING

from .._observers import Observation, of_all_clients
from .._transport.pool import CANCEL_GRACE, ConnectionPool, make_connection
from ..errors import ClientClosedError, ConfigurationError
from .rate_gate_by_tenant import RateGates
from .retry_budget import RetryBudget

if TYPE_CHECKING:
    from .._config.options import ClientOptions

_abandoned: list[object] = []
"""Connections of the parent process, which a fork copied: closing them would end the sessions of the parent."""


class ClientState:
    """The state that a client shares with its tag views and derived clients.

    Attributes:
        budget: The retry budget.
        rate_limits: The rate gates.
        observation: Who observes the calls.
    """

    def __init__(self, rate_limits: RateGates | None = None, observation: Observation = of_all_clients) -> None:
        """Create an open state without pools: each event loop gets one when a call needs it.

        Args:
            rate_limits: The rate gates of another client, which both clients then share. Default: new ones.
            observation: Who observes the calls of the client. Default: the observer of all clients.
        """
        self.observation = observation
        self.budget = RetryBudget()
        self.rate_limits = rate_limits or RateGates()
        self.rate_limits.leave_parent()  # they may be those of a client that was used before a fork
        self._is_closed = False
        self._lock = allocate_lock()  # threads register their loops while another one closes the client
        self._pid = os.getpid()
        self._has_callers_client = False  # a caller's client was used in this process
        self._loops: dict[asyncio.AbstractEventLoop, tuple[ConnectionPool, AsyncGenerator[None]]] = {}

    def pool(self, options: ClientOptions | None = None) -> ConnectionPool:
        """Return the connection pool of the running event loop. Create it if there is none.

        A connection belongs to the event loop and the process that opened it. After a fork, the pools of the parent are
        left unused.

        Args:
            options: The options of the call, whose `http_client` must not have been used before a fork. Default: none,
                without that check.

        Raises:
            ClientClosedError: The client is closed.
            ConfigurationError: The `http_client` was used before a fork: its connections belong to the parent.
            RuntimeError: No event loop runs here.
        """
        is_callers = options is not None and options.http_client is not None
        if self._pid != os.getpid():
            if self._has_callers_client and is_callers:
                raise ConfigurationError("http_client was used before a fork: create one in each process")
            self._leave_parent()
        self._has_callers_client = self._has_callers_client or is_callers
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._is_closed:
                raise closed_error()
            found = self._loops.get(loop)
            if found is None:
                found = self._loops[loop] = self._make_pool(loop)
        return found[0]

    def known_pool(self) -> ConnectionPool | None:
        """Return the connection pool of the running event loop, or None if it has none, or no event loop runs here."""
        try:
            found = self._loops.get(asyncio.get_running_loop())
        except RuntimeError:
            return None
        return found and found[0]

    def _make_pool(self, loop: asyncio.AbstractEventLoop) -> tuple[ConnectionPool, AsyncGenerator[None]]:
        """Return a new connection pool for the running event loop, and the generator of `_disconnect_at_end` for it.

        The generator waits at its `yield` already. Also remove the pools of event loops that are closed. The caller
        holds the lock, and stores both in `_loops`.
        """
        for known in [known for known in self._loops if known.is_closed()]:
            self.rate_limits.forget(self._loops.pop(known)[0])
        pool = ConnectionPool()
        closing = self._disconnect_at_end(loop, pool)
        # Run it up to its only yield: the loop registers it.
        with suppress(StopIteration):
            closing.__anext__().__await__().__next__()
        return pool, closing

    def reopen(self) -> None:
        """Allow calls again after `aclose`; they open new connections. The retry budget and rate gates are kept.

        Entering the client calls this each time. It changes nothing if the client is open.
        """
        self._is_closed = False

    async def aclose(self, grace: float) -> None:
        """Wait for the running calls, and close the connections of the client, on all event loops that run.

        Calls that begin from now on raise ClientClosedError, until `reopen`. A second call before `reopen` closes
        nothing, and does not wait for the first one. An event loop that does not run at present closes its idle
        connections when it runs again. Its calls are not ended. An error of closing is not raised.

        Args:
            grace: Seconds that the running calls have to end. Then they end with ClientClosedError. All loops close at
                the same time. Others than that of the caller have `grace` + 2 seconds.
        """
        self._leave_parent()
        with self._lock:
            # Removed at once: a client that is opened again meanwhile opens new connections.
            self._is_closed = True
            loops, self._loops = self._loops, {}
        running = asyncio.get_running_loop()
        until = running.time() + grace + 2 * CANCEL_GRACE
        own = loops.pop(running, None)
        started = [_close_elsewhere(parts, grace, loop) for loop, parts in loops.items() if loop.is_running()]
        elsewhere = [future for future in started if future is not None]
        if own is not None:
            await _close(own, grace)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await asyncio.gather(*elsewhere, return_exceptions=True)

    def _leave_parent(self) -> None:
        """After a fork, forget the connection pools of the parent process, and its rate gates.

        Do nothing in the process that made them. The pools are kept unused and unclosed in `_abandoned`: closing them
        would end connections of the parent. The lock is replaced too, so the caller must not hold it.
        """
        if self._pid != os.getpid():
            _abandoned.append(self._loops)
            self._loops, self._pid, self._has_callers_client = {}, os.getpid(), False
            self._lock = allocate_lock()  # another thread of the parent may have held it
            self.rate_limits.leave_parent()

    async def _disconnect_at_end(self, loop: asyncio.AbstractEventLoop, pool: ConnectionPool) -> AsyncGenerator[None]:
        """Disconnect the pool of an event loop when this generator is closed, and remove it from the state.

        `_make_pool` runs it up to its only `yield`, where it waits. `asyncio.run` closes the async generators of its
        loop at its end, and `_close` closes this one earlier. If the state has another pool for the loop, that stays.
        """
        # asyncio.run() closes all async generators of its loop. That closes the sockets of a client that nobody closes,
        # such as the default one, before the loop ends.
        try:
            yield
        finally:
            with self._lock:
                if self._loops.get(loop, (None,))[0] is pool:
                    del self._loops[loop]
            await pool.disconnect()


def closed_error() -> ClientClosedError:
    """Return the error of a call that begins after the client was closed, for the caller to raise."""
    return ClientClosedError("the client is closed: use it inside `async with`, or make a new one")


def preload_connection(options: ClientOptions) -> None:
    """Load the TLS settings of the client's connections, check the proxy, and import the HTTP library.

    The option `transport` names the library. aiohttp is imported only if there is a proxy. Nothing is opened. `preload`
    does not call this for a client with the option `http_client`, which is not looked at here.

    Raises:
        ConfigurationError: A proxy or file that an option or environment variable names is invalid, or the HTTP library
            is unsuitable or cannot be imported.
    """
    make_connection(options.connection).preload()


def _close_elsewhere(
    parts: tuple[ConnectionPool, AsyncGenerator[None]], grace: float, loop: asyncio.AbstractEventLoop
) -> asyncio.Future[None] | None:
    """Start to close the connection pool of an event loop that another thread runs. Do not wait for it.

    The caller has removed the pool from the state.

    Args:
        parts: The pool, and the generator that would disconnect it.
        grace: Seconds that the running calls have to end.
        loop: The event loop of the pool.

    Returns:
        A future of the running event loop, or None if `loop` has just been closed. It is done when the pool is closed,
        and has the exception if closing failed.
    """
    closing = _close(parts, grace)
    try:
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(closing, loop))
    except RuntimeError:
        closing.close()
        return None


async def _close(parts: tuple[ConnectionPool, AsyncGenerator[None]], grace: float) -> None:
    """Close a connection pool, whose running calls have `grace` seconds to end. Then close its generator.

    Calls that are left end with ClientClosedError. `parts` are the pool, and the generator of
    `_disconnect_at_end`, which is closed also if this is cancelled. Run this on the event loop of the pool,
    after the pool was removed from the state.
    """
    pool, closing = parts
    try:
        await pool.aclose(grace)
    finally:
        await closing.aclose()
