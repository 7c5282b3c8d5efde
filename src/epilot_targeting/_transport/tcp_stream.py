"""A TCP stream for httpcore that rejects data which arrives before a request was written.

httpcore's own streams cannot do that: anyio keeps received bytes in private queues, and lets other tasks run between
checking the socket and writing to it. Here both are one step.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .attempt import UnexpectedData
from .httpcore_errors import HttpcoreErrors
from .receiving_protocol import ReceivingProtocol, wake
from .socket_state import has_ended, is_readable
from .tls_stream import TlsStream, start_tls

if TYPE_CHECKING:
    import ssl

    from .tls_context import CallersContext

NO_LIMIT = 86_400.0  # seconds; the deadline of the call comes first


class TcpStream(ReceivingProtocol):
    """A TCP connection, by the interface of httpcore's network streams and of asyncio's protocols.

    Attributes:
        is_replaying: Whether the library sends a request that was sent already. Its bytes are dropped.
    """

    def __init__(self, errors: HttpcoreErrors) -> None:
        """Create a stream that is not connected, and idle: no request is running. An event loop must run here.

        `errors` are the exceptions that it raises: those of httpcore or httpcore2, or `OWN_ERRORS` without either.
        """
        super().__init__(errors)
        self._writer: asyncio.Future[bool] | None = None
        self._is_full = False
        self.is_replaying = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport, and set its write buffer limit to 0. asyncio calls this.

        So `write` waits until the kernel has all bytes.
        """
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(0)

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the connection is lost, and wake the write that waits.

        After an error the write raises WriteError. Without one it returns. asyncio calls this; `exc` is None if the
        connection was closed without an error.
        """
        self._is_full = False
        wake(self._writer)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Make writes wait, because the kernel's buffer is full. asyncio calls this."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Let writes continue. asyncio calls this when the kernel has all bytes."""
        self._is_full = False
        wake(self._writer)

    @property
    def has_ended(self) -> bool:
        """Whether the connection is closed, or the server has ended it. Bytes that were not read do not count."""
        return self._ended or self.transport.is_closing() or has_ended(self.transport)

    @property
    def is_unusable(self) -> bool:
        """Whether no further request can be sent.

        That is so if the stream is closed, the server sends nothing more, a write waits, or unexpected data
        arrived.
        """
        return self._ended or self._has_unexpected or self._is_full or self.transport.is_closing()

    def go_idle(self) -> bool:
        """Mark the stream as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again, as with unread data. The caller closes it then.
        """
        self.is_replaying = False
        self.idle = not self.is_unusable and not self._chunks
        return self.idle

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes of a request, and wait until the kernel has them. The stream is not idle afterwards.

        While the library sends a request again (`replay`), drop them. `timeout` None is no limit.

        Raises:
            WriteTimeout: The kernel did not take them within `timeout` seconds.
            WriteError: The connection is lost or closed. httpcore then reads what has arrived.
            EarlyResponse: The kernel did not take them in time, but data has arrived.
            UnexpectedData: The stream was idle, and data has arrived or the connection has ended. Nothing was
                written.
        """
        if self.is_replaying:
            return
        if self.idle:
            if self.is_unusable or is_readable(self.transport):
                self._reject()
                raise UnexpectedData
            self.idle = False
        if self._error is not None or self.transport.is_closing():
            raise self.errors.write(str(self._error or "the connection is closed")) from self._error
        self.transport.write(buffer)
        if self._is_full:
            self._writer = self._loop.create_future()
            if not await _wait(timeout, self._writer):
                if self._chunks:
                    raise self.errors.early_response
                raise self.errors.write_timeout
            if self._error is not None:
                raise self.errors.write(str(self._error)) from self._error

    def replay(self, data: bytes) -> None:
        """Let the HTTP library send a request again that was sent already, and read `data` first.

        `DirectSender` calls this if the library has to read the response, and `TlsStream` for a stream below it.
        `data` are bytes of the response that were read already, or none. The bytes that the library writes are
        dropped until the next call of `go_idle`.
        """
        self.is_replaying = True
        if data:
            self._chunks.appendleft(data)
            self._buffered += len(data)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext | CallersContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> TlsStream:
        """Perform the TLS handshake on this stream, and return the TLS stream on top of it.

        The certificate has to be valid for `server_hostname`. None is only for a context that does not check the
        name. `timeout` is in seconds; None is no limit.

        Raises:
            ConnectError: The handshake failed, or the server chose another protocol than HTTP/1.1. The connection
                is closed, as after the other exceptions.
            ConnectTimeout: It took more than `timeout` seconds.
            UnexpectedData: The server has sent data before the handshake.
        """
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> None:
        """Return None. httpcore asks for details of TLS only, which this stream does not have."""
        del info


async def _wait(seconds: float | None, waiter: asyncio.Future[bool]) -> bool:
    """Wait until `wake` sets the result of `waiter`, at most so many seconds; None is one day.

    Return that result: True, or False if the time has passed. The future is done afterwards in both cases.
    """
    timer = waiter.get_loop().call_later(NO_LIMIT if seconds is None else seconds, wake, waiter, False)
    try:
        return await waiter
    finally:
        timer.cancel()
