"""A TCP stream for httpcore that rejects data which arrives before a request was written.

httpcore's own streams cannot do that: anyio keeps received bytes in private queues, and lets other tasks run between
checking the socket and writing to it. Here both are one step.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, cast

from .attempt import UnexpectedData
from .fork import detach_after_fork
from .httpcore_errors import HttpcoreErrors
from .read_timer import ReadTimer
from .socket_state import is_readable, read_rest
from .tls_stream import TlsStream, start_tls

NO_LIMIT = 86_400.0  # seconds; the deadline of the call comes first
READ_AHEAD = 256 * 1024  # bytes that are buffered before the socket is paused


class TcpStream(asyncio.Protocol):
    """A TCP connection.

    Attributes:
        is_replaying: Whether the library sends a request that was sent already. Its bytes are dropped.
    """

    transport: asyncio.Transport

    def __init__(self, errors: HttpcoreErrors) -> None:
        """Create a stream that is not connected, and idle.

        `errors` are the exceptions that it raises: those of one httpcore.
        """
        self.errors = errors
        self._chunks: deque[bytes] = deque()
        self._buffered = 0
        self._ended = False  # nothing more arrives
        self._error: Exception | None = None
        self._reader: asyncio.Future[bool] | None = None
        self._writer: asyncio.Future[bool] | None = None
        self._is_full = False
        self._loop = asyncio.get_running_loop()
        self._closed = self._loop.create_future()
        self._timer = ReadTimer(self._loop, self._expire)
        self._is_idle = True  # no request is running
        self._has_unexpected = False  # data arrived while it was idle
        self.is_replaying = False  # the library sends a request that was sent already

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport, and register the connection, so that a forked process detaches from it.

        A write ends when the kernel has all bytes. asyncio calls this.
        """
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(0)
        detach_after_fork(self)

    def data_received(self, data: bytes) -> None:
        """Buffer received data until it is read, or close the stream if no request is running. asyncio calls this."""
        if self._is_idle:
            self._reject()
            return
        self._chunks.append(data)
        self._buffered += len(data)
        if self._buffered > READ_AHEAD:
            self.transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        """Record that the server sends nothing more. Return True: the connection stays open for writing.

        asyncio calls this.
        """
        self._end(None)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the connection is lost, and buffer what the server sent before.

        asyncio calls this; `exc` is None if it was closed.
        """
        if exc is not None and not self._is_idle and (rest := read_rest(self.transport)):
            # A write failed: the server may have responded before it closed the connection.
            self._chunks.append(rest)
            self._buffered += len(rest)
        self._timer.close()
        self._is_full = False
        _wake(self._writer)
        self._end(exc)
        self._closed.set_result(None)

    def pause_writing(self) -> None:
        """Make writes wait, because the kernel's buffer is full. asyncio calls this."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Let writes continue. asyncio calls this when the kernel has all bytes."""
        self._is_full = False
        _wake(self._writer)

    @property
    def has_unread(self) -> bool:
        """Whether bytes have arrived that were not read."""
        return bool(self._chunks)

    @property
    def is_unusable(self) -> bool:
        """Whether no further request can be sent: the stream is closed, a write waits, or unexpected data arrived."""
        return self._ended or self._has_unexpected or self._is_full or self.transport.is_closing()

    def go_idle(self) -> bool:
        """Mark the stream as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again.
        """
        self.is_replaying = False
        self._is_idle = not self.is_unusable and not self._chunks
        return self._is_idle

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, at most `max_bytes`, or none at the end of the input. `timeout` None is no limit.

        Raises:
            ReadTimeout: No bytes arrived within `timeout` seconds.
            ReadError: The connection was lost.
        """
        if not self._chunks:
            if not self._ended:
                self._reader = self._loop.create_future()
                if timeout is not None:
                    self._timer.start(timeout)
                try:
                    in_time = await self._reader
                finally:
                    self._timer.stop()
                if not in_time:
                    raise self.errors.read_timeout
            if not self._chunks:
                if self._error is not None:
                    raise self.errors.read(str(self._error)) from self._error
                return b""
        return self.read_buffered(max_bytes)

    def read_buffered(self, max_bytes: int) -> bytes:
        """Return bytes that have already arrived, at most `max_bytes`, without waiting.

        Return none if there are none.
        """
        if not self._chunks:
            return b""
        chunk = self._chunks.popleft()
        if len(chunk) > max_bytes:
            self._chunks.appendleft(chunk[max_bytes:])
            chunk = chunk[:max_bytes]
        if self._buffered > READ_AHEAD >= self._buffered - len(chunk):
            self.transport.resume_reading()
        self._buffered -= len(chunk)
        return chunk

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes of a request, and wait until the kernel has them.

        While the library sends a request again (`replay`), drop them.

        Raises:
            WriteTimeout: The kernel did not take them within `timeout` seconds.
            WriteError: The connection was lost. httpcore then reads what has arrived.
            EarlyResponse: The kernel did not take them in time, but data has arrived.
            UnexpectedData: Data arrived while the stream was idle.
        """
        if self.is_replaying:
            return
        if self._is_idle:
            if self.is_unusable or is_readable(self.transport):
                self._reject()
                raise UnexpectedData
            self._is_idle = False
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

        The bytes that it writes are dropped until the stream is idle.
        """
        self.is_replaying = True
        if data:
            self._chunks.appendleft(data)
            self._buffered += len(data)

    def abort(self) -> None:
        """Close the stream at once, and drop unwritten bytes."""
        self.transport.abort()

    async def aclose(self) -> None:
        """Close the stream, and wait until it is closed."""
        self.abort()
        await asyncio.shield(self._closed)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> TlsStream:
        """Perform the TLS handshake on this stream, and return the TLS stream on top of it.

        Raises:
            ConnectError: The handshake failed. The connection is closed.
            ConnectTimeout: It took more than `timeout` seconds.
        """
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        """Return None. httpcore asks for details of TLS only, which this stream has not."""
        del info

    def _expire(self) -> None:
        """Wake the read that waits: no data arrived in time. The read timer calls this."""
        _wake(self._reader, in_time=False)

    def _reject(self) -> None:
        """Close the connection because something arrived while no request was running."""
        self._has_unexpected = True
        self.transport.abort()

    def _end(self, error: Exception | None) -> None:
        """Record that no more data arrives. `error` is why the connection was lost, or None. Wake the read that waits.

        An idle connection is closed.
        """
        if self._is_idle:
            self._reject()
        self._ended, self._error = True, self._error or error
        _wake(self._reader)


def _wake(waiter: asyncio.Future[bool] | None, in_time: bool = True) -> None:
    """Wake a read or write that waits for this future, unless it is awake.

    It gets `in_time`, which is False at a timeout. None is nobody.
    """
    if waiter is not None and not waiter.done():
        waiter.set_result(in_time)


async def _wait(seconds: float | None, waiter: asyncio.Future[bool]) -> bool:
    """Wait for a future at most so many seconds; None is one day. Return whether it was done in time."""
    timer = waiter.get_loop().call_later(NO_LIMIT if seconds is None else seconds, _wake, waiter, False)
    try:
        return await waiter
    finally:
        timer.cancel()
