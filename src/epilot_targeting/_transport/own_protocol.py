"""Open a connection without aiohttp, and send requests on it, until aiohttp takes it over."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .._config.base_url import PORTS
from .direct_requests import DirectRequests
from .happy_eyeballs import connect, is_time_limit
from .own_errors import OWN_ERRORS
from .receiving_protocol import READ_AHEAD, ReceivingProtocol
from .socket_state import has_ended, is_readable
from .tls_context import check_protocol, settings_context
from .tls_rest import TlsRest

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .usual_response import Head

DISCONNECTED = "Server disconnected without sending a response."


class OwnProtocol(DirectRequests, ReceivingProtocol):
    """The protocol of a connection that aiohttp does not know.

    It parses usual responses, and reads a body that follows in several pieces. It keeps anything else for aiohttp.
    """

    _tls_rest: TlsRest | None = None
    _successor: asyncio.Protocol | None = None

    def __init__(self) -> None:
        """Create a protocol that is not connected, and idle. An event loop must run here."""
        super().__init__(OWN_ERRORS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport. asyncio calls this; `start_tls` calls it again."""
        super().connection_made(transport)
        if transport.get_extra_info("ssl_object"):
            self._tls_rest = TlsRest(transport)

    async def start_tls(self, context: ssl.SSLContext, host: str, timeout: float) -> None:
        """Perform the TLS handshake. `host` is checked against the certificate.

        asyncio limits the handshake to `timeout` seconds, in place of its default of 60. The caller limits the
        connection and the handshake together to the same time.

        Raises:
            OSError: The handshake failed or took too long, the connection was lost, or the server chose another
                protocol than HTTP/1.1. The caller closes the connection.
        """
        transport = await self._loop.start_tls(
            self.transport, self, context, server_hostname=host, ssl_handshake_timeout=timeout
        )
        if transport is None:  # closed meanwhile
            raise ConnectionResetError("the connection was lost during the TLS handshake")
        check_protocol(transport.get_extra_info("ssl_object"))
        self.connection_made(transport)

    def eof_received(self) -> bool:
        """Return False: the end of the input closes the connection. asyncio calls this."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the connection is lost, read what the server sent before, and fail a response that is expected.

        After `hand_over`, tell the other protocol instead. asyncio calls this.
        """
        if self._successor is not None:
            self._successor.connection_lost(exc)
            return
        super().connection_lost(exc)
        if self._expected is not None:
            error = OWN_ERRORS.protocol(DISCONNECTED) if self._error is None else OWN_ERRORS.read(str(self._error))
            error.__cause__ = self._error
            self._fail(error)

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again: the caller closes it then.
        """
        transport = self.transport
        self.idle = not (self._ended or self._chunks or transport.is_closing() or transport.get_write_buffer_size())
        return self.idle

    @property
    def has_early_data(self) -> bool:
        """Whether the connection is closed, or has received data, before its first request.

        Data under TLS that the event loop has not read does not count: it may be a session ticket.
        """
        look = is_readable if self._tls_rest is None else has_ended
        return self._has_unexpected or self.transport.is_closing() or look(self.transport)

    async def close_early(self) -> None:
        """Close the connection before its first request, and wait until it is closed.

        If the server has ended it, read first what it has sent, such as a TLS alert: `lost` has its error then.
        """
        if not (self.transport.is_closing() or has_ended(self.transport)):
            self.abort()
        await asyncio.shield(self._closed)

    def fail_write(self) -> None:
        """Fail the response of the running request with a write timeout, if it has not begun.

        `OpenConnection` calls this if the request was not written in time, and then closes the connection.
        """
        self._fail(OWN_ERRORS.write_timeout())

    def hand_over(self, successor: asyncio.Protocol) -> tuple[bytes, float]:
        """Let another protocol continue on the connection: asyncio reports to `successor` from now on.

        Return what has arrived and was not read, and the read timeout of the running request in seconds. The caller
        passes these bytes to `successor`, and then the loss of the connection if it is `lost` already. If no
        request is running (`idle`), the caller ignores both results. Call it once.
        """
        self._successor = successor
        self.transport.set_protocol(successor)
        self._read_timer.close()
        if self._buffered > READ_AHEAD:
            self.transport.resume_reading()
        return b"".join(self._chunks), self._data_timeout

    @property
    def lost(self) -> tuple[bool, Exception | None]:
        """Whether the connection is lost, and the error of it; None if it was closed without one, or is not lost."""
        return self._ended, self._error

    def _receive_other(self, head: Head | None, data: bytes) -> None:
        """Receive the first data of a response that is unusual, or has not arrived as a whole.

        The waiter of `send` wakes. If `head` has a length, the waiter gets it without a body, and `read` returns
        the body, beginning with what follows the head in `data`. Otherwise the waiter gets None, and all of `data`
        is kept until aiohttp takes over.

        Args:
            head: The head of the response, or None if it is not usual or not complete.
            data: All that has arrived of the response, its head included.
        """
        if head is None or head.length is None:
            self._end_wait(None)
        else:
            self._end_wait((head, None))
            data = data[head.size :]
        if data:
            super().data_received(data)

    def _read_rest(self) -> tuple[bytes, Exception | None]:
        """Return what has arrived on the lost connection and was not read, and the TLS error that follows, or None."""
        return super()._read_rest() if self._tls_rest is None else self._tls_rest.decrypt()

    def _expire(self) -> None:
        """Fail the response or the read that waits: no data arrived in time. The read timer calls this.

        A response fails with `write_timeout` of `OWN_ERRORS` if a part of the request is not written yet, else with
        `read_timeout`. A read raises `read_timeout`. If nothing waits, do nothing. The connection is not closed
        here.
        """
        if self._expected is None:
            super()._expire()
        else:
            is_unsent = self.transport.get_write_buffer_size()  # the write timeout passes at the same moment
            self._fail(OWN_ERRORS.write_timeout() if is_unsent else OWN_ERRORS.read_timeout())

    def _fail(self, error: Exception) -> None:
        """Raise an exception in the waiter of `send`, if one waits, and stop the read timer.

        The connection is not closed here.
        """
        self._read_timer.stop()
        waiter, self._expected = self._expected, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)


async def open_own_protocol(settings: ConnectionSettings, timeout: float) -> OwnProtocol:
    """Connect to the origin of `base_url`, and start TLS if it is https. Return the protocol of the connection.

    After a failure nothing stays open.

    Raises:
        ConnectError: The connection or TLS failed. This and the next are classes of `OWN_ERRORS`.
        ConnectTimeout: Both together took more than `timeout` seconds.
        ConfigurationError: A certificate file that an environment variable names is invalid.
    """
    parts = urlsplit(settings.base_url)
    host, context = parts.hostname or "", settings_context(settings, None)
    protocol: OwnProtocol | None = None
    try:
        async with asyncio.timeout(timeout):
            protocol = await connect(host, parts.port or PORTS[parts.scheme], OwnProtocol)
            if context is not None:
                await protocol.start_tls(context, host.rstrip("."), timeout)
    except BaseException as error:
        if protocol is not None:
            protocol.abort()
        if isinstance(error, OSError):
            if is_time_limit(error):
                raise OWN_ERRORS.connect_timeout from error
            raise OWN_ERRORS.connect(str(error)) from error
        raise
    return protocol
