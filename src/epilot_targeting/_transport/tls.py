"""TLS over a stream of httpcore, which tells what of it was received and not read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import httpcore

from .attempt import UnexpectedData

T = TypeVar("T")
CHUNK = 64 * 1024  # bytes that are read at a time


class TlsStream(httpcore.AsyncNetworkStream):
    """A TLS connection over another stream."""

    def __init__(self, below: Any, context: ssl.SSLContext, server_hostname: str | None) -> None:
        self._below = below
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_hostname)
        self._is_used = False

    @property
    def unread(self) -> bool:
        """Whether bytes have arrived that nobody has read, part of a TLS record included."""
        return bool(self._object.pending() or self._incoming.pending or self._below.unread)

    async def handshake(self) -> None:
        """Shake hands.

        Raises:
            SSLError: The two sides did not agree, or the certificate is not trusted.
        """
        await self._carried_out(self._object.do_handshake, None)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, or none at the end."""
        try:
            return await self._carried_out(partial(self._object.read, max_bytes), timeout)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes, and wait until the kernel has them.

        Raises:
            UnexpectedData: The other side has sent something before it was asked for anything.
        """
        if not self._is_used:
            self._is_used = True
            self._check_unasked()
        try:
            await self._carried_out(partial(self._object.write, buffer), timeout)
        except ssl.SSLError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close it."""
        await self._below.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Return a TLS stream inside this one, as behind a proxy that is reached by TLS."""
        return await start_tls(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> Any:
        """Answer what httpcore asks of its streams."""
        return self._object if info == "ssl_object" else None

    def _check_unasked(self) -> None:
        # What has arrived by now may be a session ticket, which is part of TLS: only reading tells.
        while self._below.unread:
            self._incoming.write(self._below.take(CHUNK))
        with suppress(ssl.SSLWantReadError):
            self._object.read(1)
            raise UnexpectedData

    async def _carried_out(self, step: Callable[[], T], timeout: float | None) -> T:
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                await self._flush(timeout)
            except ssl.SSLError:
                await self._flush(timeout)  # the alert that says why
                raise
            else:
                await self._flush(timeout)
                return done
            received = await self._below.read(CHUNK, timeout)
            if received:
                self._incoming.write(received)
            else:
                self._incoming.write_eof()

    async def _flush(self, timeout: float | None) -> None:
        if self._outgoing.pending:
            await self._below.write(self._outgoing.read(), timeout)


async def start_tls(
    below: httpcore.AsyncNetworkStream, context: ssl.SSLContext, server_hostname: str | None, timeout: float | None
) -> TlsStream:
    """Return a TLS stream over another one, which is closed where it does not come about."""
    try:
        stream = TlsStream(below, context, server_hostname)
        async with asyncio.timeout(timeout):
            await stream.handshake()
    except TimeoutError as error:
        await below.aclose()
        raise httpcore.ConnectTimeout from error
    except (OSError, httpcore.ReadError, httpcore.WriteError) as error:
        await below.aclose()
        raise httpcore.ConnectError(str(error)) from error
    except BaseException:
        await below.aclose()
        raise
    return stream
