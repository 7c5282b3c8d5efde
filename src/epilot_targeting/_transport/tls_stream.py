"""A TLS stream for httpcore that rejects data which arrives before the first request was written."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from .attempt import UnexpectedData
from .tls_context import check_protocol
from .tls_records import RecordBoundaries

if TYPE_CHECKING:
    from .httpcore_errors import HttpcoreErrors
    from .protocols import LowerStream
    from .tls_context import CallersContext

T = TypeVar("T")
CHUNK = 64 * 1024  # bytes of one read


class TlsStream:
    """A TLS stream on top of a TCP or TLS stream, by the interface of httpcore's network streams."""

    def __init__(
        self, lower: LowerStream, context: ssl.SSLContext | CallersContext, server_hostname: str | None
    ) -> None:
        """Prepare TLS on top of `lower`, a TCP or TLS stream. The handshake has not begun.

        The certificate has to be valid for `server_hostname`. None is only for a context that does not check the name.
        """
        self.errors: HttpcoreErrors = lower.errors
        self._lower = lower
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        # Without the dot at the end of an absolute host name: certificates have none.
        name = server_hostname and server_hostname.removesuffix(".")
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        self._boundaries = RecordBoundaries()
        self._is_used = False
        self._read_ahead = b""  # decrypted, but not read yet
        self._failure: ssl.SSLError | None = None  # OpenSSL raises it only once

    @property
    def has_unread(self) -> bool:
        """Whether bytes have arrived that were not read, parts of a TLS record included.

        Decrypted bytes that are kept for the next `read`, as by `replay`, do not count.
        """
        is_whole = self._boundaries.is_whole
        return bool(not is_whole or self._object.pending() or self._incoming.pending or self._lower.has_unread)

    @property
    def has_ended(self) -> bool:
        """Whether the connection below is closed, or the server has ended it. Bytes that were not read do not count."""
        return self._lower.has_ended

    @property
    def is_replaying(self) -> bool:
        """Whether the HTTP library sends a request again that `DirectSender` has sent already.

        That is so from `replay` until `go_idle` of the TCP stream. The bytes that the library writes are dropped.
        """
        return bool(self._lower.is_replaying)

    def replay(self, data: bytes) -> None:
        """Let the HTTP library send a request again that was sent already, and read `data` first.

        `data` are decrypted bytes of the response that were read already, or none. The bytes that the library writes
        are dropped until the stream is idle.
        """
        self._lower.replay(b"")
        self._read_ahead = data + self._read_ahead

    async def handshake(self) -> None:
        """Perform the TLS handshake. The caller limits its time, and closes the stream after a failure.

        Raises:
            SSLError: The handshake failed, or the certificate is not trusted.
            ReadError: The connection was lost; or WriteError.
            UnexpectedData: The server has sent data before the handshake.
        """
        await self._run(self._object.do_handshake, None)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next decrypted bytes, at most `max_bytes`, or empty bytes at the end of the input.

        `timeout` limits each wait in seconds; None is no limit.

        Raises:
            ReadTimeout: No bytes arrived in time.
            ReadError: The connection was lost, or TLS failed.
            WriteError: TLS had to send something during the read, and the connection was lost; or WriteTimeout.
        """
        if self._read_ahead:
            found, self._read_ahead = self._read_ahead[:max_bytes], self._read_ahead[max_bytes:]
            return found
        try:
            if self._failure is not None:
                raise self._failure
            return await self._run(partial(self._object.read, max_bytes), timeout)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""
        except ssl.SSLError as error:
            raise self.errors.read(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Encrypt and write bytes of a request, and wait until the kernel has them.

        While the library sends a request again (`replay`), drop them.

        Raises:
            UnexpectedData: The server has sent data, or ended TLS or the connection, before the first request or
                while the connection was idle. Nothing was written. After a TLS alert its cause is the SSLError.
            SSLError: Before the first request, TLS to an https proxy below this stream has failed. Nothing was
                written.
            WriteTimeout: The kernel did not take them within `timeout` seconds.
            EarlyResponse: The same, but the server has already responded.
            WriteError: The connection was lost, or TLS failed.
        """
        if self.is_replaying:
            return
        if not self._is_used:
            self._is_used = True
            await self._reject_early_data(timeout)
        try:
            await self._run(partial(self._object.write, buffer), timeout)
        except self.errors.early_response:
            if not self._has_early_response():  # what has arrived is a session ticket, or part of a record
                raise self.errors.write_timeout from None
            raise
        except ssl.SSLError as error:
            raise self.errors.write(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection below the stream at once, and wait until it is closed.

        Unwritten bytes are dropped, and no TLS `close_notify` is sent. A second call does nothing.
        """
        await self._lower.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext | CallersContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> TlsStream:
        """Perform a second TLS handshake inside this one, as for an https proxy, and return the inner stream.

        The certificate has to be valid for `server_hostname`. None is only for a context that does not check the
        name. `timeout` is in seconds; None is no limit.

        Raises:
            ConnectError: The handshake failed, or the server chose another protocol than HTTP/1.1. The connection
                is closed, as after the other exceptions.
            ConnectTimeout: It took more than `timeout` seconds.
        """
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> ssl.SSLObject | None:
        """Return the `ssl.SSLObject` if `info` is "ssl_object", else None. httpcore calls this."""
        return self._object if info == "ssl_object" else None

    def read_buffered(self, max_bytes: int) -> bytes:
        """Return decrypted bytes that have already arrived, at most `max_bytes`, without waiting.

        Return empty bytes if there are none, also if the server has ended TLS. Bytes that are kept for the next
        `read`, as by `replay`, are not returned.

        Raises:
            SSLError: TLS failed, for example by an alert of the server.
        """
        self._receive_buffered()
        try:
            return self._object.read(max_bytes)
        except ssl.SSLWantReadError:
            return b""

    async def _reject_early_data(self, timeout: float | None) -> None:
        """Raise UnexpectedData if the server sent data, or ended TLS or TCP, before the first request.

        Session tickets do not count. `write` calls this once, before it writes the first bytes. After an alert of the
        server, such as one that it requires a client certificate, the SSLError is the cause. This waits only if the
        server has ended the connection: for bytes that the kernel still has, `timeout` seconds at most for each wait.
        None is no limit.

        Raises:
            SSLError: The stream below is TLS to an https proxy, and has failed.
        """
        self._receive_buffered()
        try:
            if self.has_ended:
                await self._run(partial(self._object.read, 1), timeout)  # the kernel may still have an alert
            else:
                self._object.read(1)
        except ssl.SSLWantReadError:
            if self._boundaries.is_whole:
                return
        except (ssl.SSLEOFError, self.errors.read):
            pass
        except ssl.SSLError as error:
            raise UnexpectedData from error
        raise UnexpectedData

    def _has_early_response(self) -> bool:
        """Return whether a response, or an alert, has arrived while a request is written. `read` returns or raises it.

        Session tickets and a part of a TLS record do not count.
        """
        try:
            self._read_ahead = self.read_buffered(CHUNK)
        except ssl.SSLError as error:
            self._failure = error
        return bool(self._read_ahead or self._failure)

    def _receive_buffered(self) -> None:
        """Pass to TLS the encrypted bytes that have already arrived, without waiting. There may be none.

        The end of the input is not passed: `_run` does that.

        Raises:
            SSLError: The stream below is TLS to an https proxy, and has failed.
        """
        while received := self._lower.read_buffered(CHUNK):
            self._receive(received)

    def _receive(self, data: bytes) -> None:
        """Pass bytes that have arrived, still encrypted, on to TLS.

        Also count them in `_boundaries`, which knows whether part of a TLS record has arrived. Nothing is decrypted
        here.
        """
        self._boundaries.feed(data)
        self._incoming.write(data)

    async def _run(self, step: Callable[[], T], timeout: float | None) -> T:
        """Run a step of TLS, such as the handshake or a read, and return its result.

        Send and receive as TLS demands, and call `step` again. `timeout` limits each wait in seconds; None is no
        limit.

        Raises:
            SSLError: TLS failed; the alert was sent, unless the connection is lost. It is an SSLEOFError if the
                server has ended the connection without ending TLS.
            Exception: An exception of the stream below: it was lost, or a timeout passed.
        """
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._flush(timeout)
            except ssl.SSLError:
                with suppress(self.errors.write, self.errors.write_timeout):  # they would hide what failed
                    await self._flush(timeout)  # send the TLS alert
                raise
            else:
                await self._flush(timeout)
                return result
            received = await self._lower.read(CHUNK, timeout)
            if received:
                self._receive(received)
            else:
                self._incoming.write_eof()

    async def _flush(self, timeout: float | None) -> None:
        """Write the encrypted bytes that TLS has produced to the stream below. Without any, do nothing.

        `timeout` is in seconds; None is no limit. Exceptions of the stream below, such as a WriteTimeout, are raised.
        """
        if self._outgoing.pending:
            await self._lower.write(self._outgoing.read(), timeout)


async def start_tls(
    lower: LowerStream,
    context: ssl.SSLContext | CallersContext,
    server_hostname: str | None,
    timeout: float | None,
) -> TlsStream:
    """Perform the TLS handshake on top of `lower`, and return the TLS stream. If it fails, `lower` is closed.

    The certificate has to be valid for `server_hostname`. None is only for a context that does not check the name.
    `timeout` is in seconds; None is no limit.

    Raises:
        ConnectError: The handshake failed, the certificate is not trusted, the connection was lost, or the server chose
            another protocol than HTTP/1.1.
        ConnectTimeout: It took too long.
        UnexpectedData: The server has sent data before the handshake.
    """
    try:
        stream = TlsStream(lower, context, server_hostname)
        async with asyncio.timeout(timeout):
            await stream.handshake()
        check_protocol(stream.get_extra_info("ssl_object"))
    except TimeoutError as error:
        await lower.aclose()
        raise lower.errors.connect_timeout from error
    except (OSError, lower.errors.read, lower.errors.write) as error:
        await lower.aclose()
        raise lower.errors.connect(str(error)) from error
    except BaseException:
        await lower.aclose()
        raise
    return stream
