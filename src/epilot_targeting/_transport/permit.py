"""Limit concurrent requests: a permit is the right to send one, on an own connection or by a caller's client."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .._tasks import run_in_task
from .send_once import send_once

if TYPE_CHECKING:
    from anyio import CancelScope

    from .._config.options import ClientOptions
    from .attempt import Attempt, PreparedRequest
    from .callers_client import CallersClient
    from .pool import ConnectionPool
    from .protocols import Connection


@cache
def _scope_class() -> type[CancelScope]:
    """Return the class of anyio's cancel scopes for asyncio.

    It is looked up once: `CancelScope()` looks for it each time.
    """
    from anyio import CancelScope

    return type(CancelScope())


class Permit:
    """The right to send one request at a time. Entering the context waits for it, leaving returns it to the pool."""

    __slots__ = ("_callers_semaphore", "_exited", "_fresh", "_in_use", "_options", "_pool", "_semaphore")

    def __init__(self, pool: ConnectionPool, options: ClientOptions, *, fresh: bool) -> None:
        """Create a permit, which `async with` acquires.

        Args:
            pool: The pool that counts the permits, and has the connections.
            options: The options of the call.
            fresh: Whether an idle connection must have been used within the last second, as for writes.
        """
        self._pool = pool
        self._options = options
        self._fresh = fresh
        self._exited = False
        self._in_use = False  # by an attempt that goes on after its waiter has left

    async def __aenter__(self) -> Permit:
        """Wait for a permit of the pool, as long as it takes: the caller sets a time limit.

        Then wait for a connection of the caller's client, if the size of its pool is known. A wait that is cancelled
        holds nothing afterwards.
        """
        self._semaphore, self._callers_semaphore = self._pool.semaphores(self._options)
        await self._semaphore.acquire()
        if self._callers_semaphore is not None:
            try:
                # A request that is cancelled while it waits inside the caller's pool loses a connection of it.
                await self._callers_semaphore.acquire()
            except BaseException:
                self._semaphore.release()
                raise
        self._pool.busy += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        """Return the permit, unless `leave` did. If the attempt has not ended, the attempt returns it at its end.

        An exception is not suppressed.
        """
        # Released when the attempt has ended, which is later where a call by a caller's client was cancelled.
        if self._exited:
            return
        self._exited = True
        if not self._in_use:
            self._release()

    def leave(self) -> None:
        """Return the permit for good before the context ends, when the response has arrived but is not decoded yet.

        Call it once, while no attempt is running. The end of the context does nothing then.
        """
        self._exited = True
        self._release()

    def _release(self) -> None:
        """Return the permit to the pool and to the caller's client. Wake the pool's `aclose` if it was the last one."""
        self._pool.busy -= 1
        if self._callers_semaphore is not None:
            self._callers_semaphore.release()
        self._semaphore.release()
        self._pool.notify_if_idle()

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request once, on a pooled connection or by the caller's client. A failure is recorded in `attempt`.

        Raise only what `send_once` raises: cancellations, bugs, and unsupported versions. The permit is kept.
        """
        client = self._options.http_client
        if client is None:
            connection = self._pool.get_connection(self._options, fresh=self._fresh)
            await self.send_on_connection(connection, prepared, attempt)
        else:
            await self.send_by_callers_client(self._pool.callers_client(client), prepared, attempt)

    async def send_on_connection(
        self, connection: Connection, prepared: PreparedRequest, attempt: Attempt, *, keep: bool = True
    ) -> None:
        """Send a request once on an own connection, and close the connection after a failed attempt.

        A failure is recorded in `attempt`. Raise only what `send_once` raises.

        Args:
            connection: The connection, which nothing else uses.
            prepared: The request.
            attempt: Receives the outcome.
            keep: Whether the connection goes to the pool after a success. Otherwise it is closed. Default: True.
        """
        try:
            if await send_once(connection, prepared, attempt) and keep and connection.go_idle():
                self._pool.return_connection(connection)
            else:
                await connection.aclose()
        except BaseException:
            self._pool.close(connection)  # in another task: this one is to end at once
            raise

    async def send_by_callers_client(self, client: CallersClient, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request once by a caller's client, in its own task. A failure is recorded in `attempt`.

        A cancel scope cancels the task. httpx shields its clean-up from cancel scopes, but not from `Task.cancel`: that
        would leave the connection in use in the client's pool forever. If this is cancelled, the task keeps the permit
        until it has ended, and returns it then. Raise only what `send_once` raises.
        """
        scope = _scope_class()()

        async def send_in_scope() -> None:
            """Send the request in the cancel scope. Return the permit at the end if its context has ended before."""
            try:
                with scope:
                    await send_once(client, prepared, attempt)
            finally:
                self._in_use = False
                if self._exited:
                    self._release()

        self._in_use = True
        await run_in_task(send_in_scope, scope.cancel)
