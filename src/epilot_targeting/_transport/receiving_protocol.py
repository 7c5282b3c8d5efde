"""Receive data on a connection: buffer it until it is read, and reject data that arrives while no request runs."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

from .fork import detach_after_fork
from .httpcore_errors import HttpcoreErrors
from .read_timer import ReadTimer
from .socket_state import read_rest

READ_AHEAD = 256 * 1024  # bytes that are buffered before the socket is paused


class ReceivingProtocol(asyncio.Protocol):
    """The side of a TCP connection that reads. `TcpStream` adds the side that writes.

    Attributes:
        idle: Whether no request is running: data that arrives is unexpected.
    """

    transport: asyncio.Transport

    def __init__(self, errors: HttpcoreErrors) -> None:
        """Create a protocol that is not connected, and idle. An event loop must run here.

        `errors` are the exceptions that it raises: those of httpcore or httpcore2, or `OWN_ERRORS` without either.
        """
        self.errors = errors
        self._chunks: deque[bytes] = deque()
        self._buffered = 0
        self._ended = False  # nothing more arrives
        self._error: Exception | None = None
        self._reader: asyncio.Future[bool] | None = None
        self._loop = asyncio.get_running_loop()
        self._closed = self._loop.create_future()
        self._read_timer = ReadTimer(self._loop, self._expire)
        self.idle = True
        self._has_unexpected = False  # data arrived while it was idle

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport, and register the connection, so that a forked process detaches from it.

        asyncio calls this.
        """
        self.transport = cast("asyncio.Transport", transport)
        detach_after_fork(self)

    def data_received(self, data: bytes) -> None:
        """Buffer received data until it is read, or close an idle connection. asyncio calls this."""
        if self.idle:
            self._reject()
            return
        self._chunks.append(data)
        self._buffered += len(data)
        if self._buffered > READ_AHEAD:
            self.transport.pause_reading()
        wake(self._reader)

    def eof_received(self) -> bool:
        """Record that the server sends nothing more, and close the connection if it is idle.

        asyncio calls this. Return True: asyncio itself does not close the connection, so a running request can
        still be written.
        """
        self._end(None)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Record that the connection is lost, and wake the `read` and `aclose` that wait. asyncio calls this.

        `exc` is the error of the connection, or None if it was closed without one. After an error while a request
        runs, first receive the bytes that are left in the socket: the server may have responded.
        """
        if exc is not None and not self.idle:
            # A write failed: the server may have responded before it closed the connection.
            rest, error = self._read_rest()
            if rest:
                self.data_received(rest)
            exc = error or exc
        self._read_timer.close()
        self._end(exc)
        self._closed.set_result(None)

    @property
    def has_unread(self) -> bool:
        """Whether bytes have arrived that were not read."""
        return bool(self._chunks)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, at most `max_bytes`, or empty bytes at the end of the input.

        `timeout` None is no limit. Only one read may wait at a time.

        Raises:
            ReadTimeout: No bytes arrived within `timeout` seconds.
            ReadError: The connection was lost.
        """
        if not self._chunks:
            if not self._ended:
                self._reader = self._loop.create_future()
                if timeout is not None:
                    self._read_timer.start(timeout)
                try:
                    in_time = await self._reader
                finally:
                    self._read_timer.stop()
                if not in_time:
                    raise self.errors.read_timeout
            if not self._chunks:
                if self._error is not None:
                    raise self.errors.read(str(self._error)) from self._error
                return b""
        return self.read_buffered(max_bytes)

    def read_buffered(self, max_bytes: int) -> bytes:
        """Return bytes that have already arrived, at most `max_bytes`, without waiting.

        They are removed from the buffer. Return empty bytes if there are none, also after the end of the input or
        the loss of the connection: `read` tells these apart.
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

    def abort(self) -> None:
        """Close the connection at once, and drop unwritten bytes.

        asyncio calls `connection_lost` soon afterwards. If the connection is closed already, do nothing. Call
        this only after `connection_made`.
        """
        self.transport.abort()

    async def aclose(self) -> None:
        """Close the connection at once, and wait until it is closed. Unwritten bytes are dropped.

        A second call does nothing. If the call is cancelled, the connection closes all the same.
        """
        self.abort()
        await asyncio.shield(self._closed)

    def _read_rest(self) -> tuple[bytes, Exception | None]:
        """Return what has arrived on the lost connection and was not read, and None in place of an error.

        Without any, return empty bytes. A subclass with TLS returns the TLS error that follows, or None. Call this
        once, in `connection_lost`: the bytes are taken from the socket.
        """
        return read_rest(self.transport), None

    def _expire(self) -> None:
        """Wake the read that waits, which raises `read_timeout`: no data arrived in time.

        The read timer calls this. If no read waits, do nothing. The connection is not closed here.
        """
        wake(self._reader, in_time=False)

    def _reject(self) -> None:
        """Close the connection at once: something arrived while no request was running. No request uses it again."""
        self._has_unexpected = True
        self.transport.abort()

    def _end(self, error: Exception | None) -> None:
        """Record that no more data arrives, and wake the read that waits. Close the connection if it is idle.

        `error` is why the connection was lost, or None. `eof_received` and `connection_lost` call this. At a
        second call, the first error stays.
        """
        if self.idle:
            self._reject()
        self._ended, self._error = True, self._error or error
        wake(self._reader)


def wake(waiter: asyncio.Future[bool] | None, in_time: bool = True) -> None:
    """Wake a read or write that waits for this future, unless it is awake. Nobody waits if it is None.

    The result of the future is `in_time`: False at a timeout, else True.
    """
    if waiter is not None and not waiter.done():
        waiter.set_result(in_time)
