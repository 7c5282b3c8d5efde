"""The open connection of the aiohttp transport: direct requests, their write timeout, and how far they have come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .socket_state import is_readable

if TYPE_CHECKING:
    from .attempt import Attempt
    from .direct_requests import DirectRequests, Received


class OpenConnection:
    """A connection, and the attempt that is running on it.

    Attributes:
        attempt: The running attempt, or None between attempts.
        protocol: The protocol of the connection, before and after aiohttp has taken it over. None before the first.
        transport: Its transport. It is stored here: aiohttp's protocol drops it when it closes.
    """

    def __init__(self) -> None:
        """Create the state of a connection that is not open yet."""
        self.attempt: Attempt | None = None
        self.protocol: DirectRequests | None = None
        self.transport: asyncio.Transport | None = None
        self._timeout = 0.0
        self._write_timer: asyncio.TimerHandle | None = None

    def use(self, protocol: DirectRequests, transport: asyncio.Transport | None) -> None:
        """Set the protocol and the transport of the connection on which the next request is sent.

        The one before is not closed here. `transport` is None if the connection is closed already.
        """
        self.protocol, self.transport = protocol, transport

    def send_directly(self, request: bytes, *, is_new: bool = False) -> asyncio.Future[Received | None] | None:
        """Send a serialised request on the open connection, and return the future of its response.

        Call it after `start_attempt`. aiohttp's session is not used. If there is no open connection, or data has
        arrived on it, send nothing, and return None instead of a future. Otherwise `sent` of the attempt is True,
        and the read and write timeouts run.

        The result of the future is a `Received`, or None if `AiohttpSession.read` has to read the response. If a
        timeout passes, or the connection is lost, the future raises an exception of `OWN_ERRORS`. After aiohttp has
        taken the connection over, the result is None instead, and `AiohttpSession.read` raises aiohttp's exception.

        Args:
            request: The request.
            is_new: Whether the connection was just opened. Then it is not checked for arrived data, which may be
                the TLS session ticket of the server. Default: False.
        """
        protocol, transport, attempt = self.protocol, self.transport, self.attempt
        if protocol is None or transport is None or attempt is None:
            return None
        if not is_new and (transport.is_closing() or is_readable(transport)):
            return None
        attempt.submitted = attempt.started = attempt.sent = True
        received = protocol.send(request, transport, self._timeout)
        if transport.get_write_buffer_size():
            self.limit_write()
        return received

    def start_attempt(self, attempt: Attempt, timeout: float) -> None:
        """Set the running attempt, before its request is sent. `end_attempt` unsets it.

        `timeout` is the seconds for writing the request, and for each wait for data.
        """
        self.attempt, self._timeout = attempt, timeout

    def end_attempt(self) -> None:
        """Unset the running attempt, and cancel the write timeout. Do nothing without them.

        `AiohttpConnection.send` calls this at the end of each attempt, also after a failure. The read timeout is
        left to the protocol.
        """
        self.attempt = None
        if self._write_timer is not None:
            self._write_timer.cancel()

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it is not open, or cannot be used again: the caller closes it then.
        """
        return self.protocol is not None and self.protocol.go_idle()

    def abort(self) -> None:
        """Close the connection at once, and drop unwritten bytes. Do nothing if none is open.

        A request that is running on it then fails, as after the loss of the connection.
        """
        if self.transport is not None:
            self.transport.abort()

    def limit_write(self) -> None:
        """Start the timer of the write timeout.

        `start_attempt` has set its seconds, and `end_attempt` cancels it. Call it at most once in an attempt. The
        timer calls `_check_written`.
        """
        self._write_timer = asyncio.get_running_loop().call_later(self._timeout, self._check_written)

    def _check_written(self) -> None:
        """At the write timeout, fail the response and close the connection if a part of the request was not written."""
        # Neither asyncio nor aiohttp has a write timeout.
        if self.protocol is not None and self.transport is not None and self.transport.get_write_buffer_size():
            self.protocol.fail_write()
            self.transport.abort()
