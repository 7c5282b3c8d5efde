"""Limit concurrent requests: a permit is the right to send one, on an own connection or by a caller's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .send_once import send_once

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .attempt import Attempt, PreparedRequest
    from .callers_client import CallersClient
    from .pool import ConnectionPool
    from .protocols import Connection


class Permit:
    """The right to send one request at a time. Entering the context waits for it, leaving returns it to the pool."""

    __slots__ = ("_callers_semaphore", "_exited", "_fresh", "_in_use", "_options", "_pool", "_returned", "_semaphore")

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
        self._returned = True
        self._in_use = False  # by an attempt of the caller's client

    async def __aenter__(self) -> Permit:
        """Wait for a permit of the pool, as long as it takes: the caller sets a time limit.

        Then wait for a connection of the caller's client, if the size of its pool is known. A wait that is cancelled
        holds nothing afterwards. After `leave`, this may be called again.

        Raises:
            ConfigurationError: The version of the library of `http_client` is not supported.
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
        self._returned = False
        return self

    async def __aexit__(self, *_: object) -> None:
        """Return the permit to the pool, unless `leave` has returned it. An exception of the block is not suppressed.

        If an attempt by the caller's client is still running, because middleware has not waited for it, the permit is
        returned at the end of that attempt.
        """
        self._exited = True
        if not self._in_use:
            self.leave()

    def leave(self) -> None:
        """Return the permit before the context ends, when the response has arrived but is not decoded yet.

        Call it while no attempt is running. A second call does nothing, nor does the end of the context.
        """
        if self._returned:
            return
        self._returned = True
        self._pool.busy -= 1
        if self._callers_semaphore is not None:
            self._callers_semaphore.release()
        self._semaphore.release()
        self._pool.notify_if_idle()

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request once, on a pooled connection or by the caller's client.

        A failure is recorded in `attempt`. Raise only what `send_once` raises: cancellations, bugs,
        ConfigurationError, and ClientClosedError for a caller's client. ConfigurationError is also raised if the
        file of SSLKEYLOGFILE cannot be written. The permit is kept until `leave` or the end of the context.
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
        """Send a request once on a connection of the client's own. A failure is recorded in `attempt`.

        After a failure the connection is closed before this returns. Raise only cancellations, bugs and
        ConfigurationError, as `send_once` does: after such an exception the pool closes the connection in a task of
        its own.

        Args:
            connection: A new connection, or one that `get_connection` of the pool has returned.
            prepared: The request.
            attempt: Receives the outcome.
            keep: Whether the connection goes to the pool after a success, if it can be used again. Otherwise it is
                closed. Default: True.
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
        """Send a request once by a caller's client. A failure is recorded in `attempt`.

        A cancellation is raised at the next await at which it loses no connection of the client's pool: see
        `defer_cancellation`. Raise only what `send_once` raises. The permit is kept until `leave` or the end of the
        context. If the context has ended meanwhile, it is returned here.
        """
        self._in_use = True
        try:
            await client.defer_cancellation(send_once(client, prepared, attempt))
        finally:
            self._in_use = False
            if self._exited:
                self.leave()
