"""A TCP stream for httpcore, on asyncio alone, which knows each byte that has arrived and was not read.

A response is only taken from bytes that arrive after its request was written. httpcore's own streams cannot promise
that: they run on anyio, which keeps received bytes in queues that nobody can look into, and which lets other tasks run
between a look at the socket and the write. Here both are one step.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import Any, cast

import httpcore

from .attempt import UnexpectedData
from .fork import leave_to_parent
from .interface import is_readable
from .tls import start_tls

READ_AHEAD = 256 * 1024  # bytes that are received before anybody reads them


class TcpStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A TCP connection."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self._buffered = 0
        self._ended = False  # nothing more arrives
        self._error: Exception | None = None
        self._reader: asyncio.Future[bool] | None = None
        self._writer: asyncio.Future[bool] | None = None
        self._is_full = False
        self._loop = asyncio.get_running_loop()
        self._closed = self._loop.create_future()
        self._resting = True  # until the first write: nobody has asked for anything yet
        self._disturbed = False  # something arrived while it was resting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport; a write ends when the kernel has all of it, so that its timeout means something."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(0)
        leave_to_parent(self)

    def data_received(self, data: bytes) -> None:
        """Keep what has arrived until it is read."""
        if self._resting:
            self._disturb()
            return
        self._chunks.append(data)
        self._buffered += len(data)
        if self._buffered > READ_AHEAD:
            self.transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        """Note the end; the connection stays open for what is still to be written."""
        self._end(None)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end of both directions."""
        self._is_full = False
        _wake(self._writer)
        self._end(exc)
        self._closed.set_result(None)

    def pause_writing(self) -> None:
        """Let writes wait: the kernel takes no more for now."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Let writes go on."""
        self._is_full = False
        _wake(self._writer)

    @property
    def unread(self) -> bool:
        """Whether bytes have arrived that nobody has read."""
        return bool(self._chunks)

    @property
    def is_over(self) -> bool:
        """Whether it can carry no further request."""
        return self._ended or self._disturbed or self.transport.is_closing()

    def rest(self) -> bool:
        """Begin to wait for the next request, if there can be one: from now on anything that arrives is unexpected."""
        self._resting = not self.is_over and not self._chunks
        return self._resting

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, or none at the end."""
        if not self._chunks:
            if not self._ended:
                self._reader = self._loop.create_future()
                if not await _within(timeout, self._reader):
                    raise httpcore.ReadTimeout
            if not self._chunks:
                if self._error is not None:
                    raise httpcore.ReadError(str(self._error)) from self._error
                return b""
        return self.take(max_bytes)

    def take(self, max_bytes: int) -> bytes:
        """Return bytes that have arrived."""
        chunk = self._chunks.popleft()
        if len(chunk) > max_bytes:
            self._chunks.appendleft(chunk[max_bytes:])
            chunk = chunk[:max_bytes]
        if self._buffered > READ_AHEAD >= self._buffered - len(chunk):
            self.transport.resume_reading()
        self._buffered -= len(chunk)
        return chunk

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes, and wait until the kernel has them.

        Raises:
            UnexpectedData: The stream was resting, and something has arrived since.
        """
        if self._resting:
            if self.is_over or is_readable(self.transport):
                self._disturb()
                raise UnexpectedData
            self._resting = False
        if self._error is not None or self.transport.is_closing():
            raise httpcore.WriteError(str(self._error or "the connection is closed")) from self._error
        self.transport.write(buffer)
        if self._is_full:
            self._writer = self._loop.create_future()
            if not await _within(timeout, self._writer):
                raise httpcore.WriteTimeout
            if self._error is not None:
                raise httpcore.WriteError(str(self._error)) from self._error

    def abort(self) -> None:
        """Close it at once; what waits to be written is dropped."""
        self.transport.abort()

    async def aclose(self) -> None:
        """Close it, and wait until it is closed."""
        self.abort()
        await asyncio.shield(self._closed)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Return a TLS stream over this one."""
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        """Answer what httpcore asks of its streams: nothing of one without TLS."""
        del info

    def _disturb(self) -> None:
        self._disturbed = True
        self.transport.abort()

    def _end(self, error: Exception | None) -> None:
        if self._resting:
            self._disturb()
        self._ended, self._error = True, self._error or error
        _wake(self._reader)


def _wake(waiter: asyncio.Future[bool] | None, in_time: bool = True) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(in_time)


async def _within(seconds: float | None, waiter: asyncio.Future[bool]) -> bool:
    """Wait for something; return whether it came in time."""
    if seconds is None:
        return await waiter
    timer = waiter.get_loop().call_later(seconds, _wake, waiter, False)
    try:
        return await waiter
    finally:
        timer.cancel()
