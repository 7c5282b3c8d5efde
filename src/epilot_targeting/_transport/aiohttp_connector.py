"""aiohttp's connector, restricted to one request per attempt; it records how far the request has come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientConnectionError, TCPConnector

from .aiohttp_direct import DirectProtocol
from .attempt import UnexpectedData
from .socket_state import is_readable

if TYPE_CHECKING:
    from aiohttp import ClientRequest, ClientTimeout
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from .attempt import Attempt
    from .usual_response import Head


class WriteTimeout(ClientConnectionError):
    """The request was not written in time."""


class Connector(TCPConnector):
    """aiohttp's connector for one own connection: it records how far a request has come, and sends no request twice.

    Attributes:
        attempt: The running attempt, or None between attempts.
        protocol: The protocol of the last request, or None before the first.
    """

    attempt: Attempt | None = None
    protocol: DirectProtocol | None = None
    _transport: asyncio.Transport | None = None  # stored here: the protocol drops it when it closes
    _timeout = 0.0
    _write_timer: asyncio.TimerHandle | None = None

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:
        """Return the connection for a request, which aiohttp's session sends at once afterwards.

        The session calls this. The attempt counts as sent from now on, and the write timeout starts. A connection that
        the server has closed is replaced by a new one.

        Raises:
            ClientConnectionError: The session retries the request by itself, which only the retry policy may do.
            UnexpectedData: Data has arrived on a new connection.
        """
        attempt = self.attempt
        if attempt is None or attempt.started:
            # The session retries idempotent requests by itself. Only the retry policy may do that.
            raise ClientConnectionError("the connection broke")
        attempt.started = True
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is self.protocol and (not connection.transport or is_readable(connection.transport)):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        protocol = cast("DirectProtocol", connection.protocol)
        if protocol is not self.protocol and (protocol.has_early_data or _has_early_data(connection.transport)):
            connection.close()
            raise UnexpectedData
        attempt.sent = True
        self.protocol, self._transport = protocol, connection.transport
        self._limit_write()
        return connection

    def send_directly(self, request: bytes) -> asyncio.Future[tuple[Head, bytes] | None] | None:
        """Send a serialised request on the open connection, without aiohttp's session.

        Return the future of its response: head and body, or None if aiohttp's parser reads it. Return None instead of a
        future if nothing was sent: there is no open connection, or data has arrived on it. Once it is sent, the attempt
        says so.
        """
        protocol, transport, attempt = self.protocol, self._transport, self.attempt
        if protocol is None or transport is None or attempt is None:
            return None
        if not protocol.is_connected() or is_readable(transport):
            return None
        attempt.started = attempt.sent = True
        received = protocol.send(request, transport, self._timeout)
        if transport.get_write_buffer_size():
            self._limit_write()
        return received

    def start_attempt(self, attempt: Attempt, timeout: float) -> None:
        """Set the running attempt, before its request is sent.

        `timeout` is the seconds for writing the request, and for each wait for data.
        """
        self.attempt, self._timeout = attempt, timeout

    def end_attempt(self) -> None:
        """Unset the running attempt, and cancel the write timeout."""
        self.attempt = None
        if self._write_timer is not None:
            self._write_timer.cancel()

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again.
        """
        return self.protocol is not None and self.protocol.go_idle()

    def abort(self) -> None:
        """Close the connection of the last request at once, and drop unwritten bytes. Do nothing if there is none."""
        if self._transport is not None:
            self._transport.abort()

    def _limit_write(self) -> None:
        """Start the timer of the write timeout, which calls `_check_written`."""
        self._write_timer = asyncio.get_running_loop().call_later(self._timeout, self._check_written)

    def _check_written(self) -> None:
        """At the write timeout, abort the connection with WriteTimeout if a part of the request was not written."""
        # aiohttp has no write timeout.
        if self.protocol is not None and self._transport is not None and self._transport.get_write_buffer_size():
            self.protocol.set_exception(WriteTimeout())
            self._transport.abort()

    @property
    def closed(self) -> bool:
        """Whether no attempt is running. aiohttp warns about a session that is dropped while this is False.

        Its own property is False until the connector is closed: it would warn about a client that nobody closes.
        """
        return self.attempt is None

    def __del__(self, _: Any = None) -> None:
        """Do nothing: in a forked process aiohttp would close the connections of the parent."""


def _has_early_data(transport: asyncio.Transport | None) -> bool:
    """Return whether a new connection is closed, or has received data before its first request.

    Data under TLS does not count: it may be a session ticket.
    """
    return transport is None or (transport.get_extra_info("ssl_object") is None and is_readable(transport))
