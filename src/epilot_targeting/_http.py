"""A connection of ours by httpx."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from functools import cache
from typing import Any

import httpcore
import httpx

from ._channel import CLOSING, IDLE, proxy_of
from ._exchange import Exchange, Outgoing
from ._httpx_types import Maker, Types, take, timeout

ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE)
TYPES = Types(httpx.Request, httpx.URL, httpx.ByteStream)


@cache
def tls_context() -> ssl.SSLContext:
    """Make the TLS settings once: that costs more than a hundred requests."""
    return httpx.create_ssl_context()


class _Single(httpx.AsyncHTTPTransport):
    """httpx's transport on one connection where it has a pool, whose bookkeeping takes a third of a request's time.

    It stays a transport of httpx's own, since that is what tests which mock httpx put theirs in the place of.
    """

    def __init__(self, base_url: str) -> None:
        url = httpx.URL(base_url)
        # Plain connections are for loopback only: they don't wait for certificates that they have no use for.
        context = tls_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, limits=ONE, proxy=proxy_of(base_url))
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        self._pool: Any = self._pool.create_connection(address.origin)

    @property
    def is_open(self) -> bool:
        """Whether a request can go out on it at once: the server has not closed it either."""
        return bool(self._pool.is_idle()) and not self._pool.has_expired()

    @property
    def is_over(self) -> bool:
        """Whether it was open, and is no longer."""
        return bool(self._pool.is_closed() or self._pool.has_expired())


def _transport(base_url: str) -> _Single:
    try:
        return _Single(base_url)
    except (ValueError, ImportError, httpx.InvalidURL):
        pass
    # Its own words show the address, which may hold a password.
    raise httpx.ProxyError("the proxy named by the environment can't be used")


class HttpxConnection:
    """A connection of ours by httpx."""

    transport = "httpx"

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.idle_since = 0.0
        self._transport: _Single | None = None
        self._maker = Maker(TYPES)

    async def exchange(self, out: Outgoing, exchange: Exchange) -> None:
        """Send a request and read the reply to its end."""
        if self._transport is not None and self._transport.is_over:
            await self.aclose()
            self._transport = None
        if self._transport is None:
            self._transport = _transport(self.base_url)
        extensions: dict[str, Any] = {"timeout": timeout(out)}
        # On an open connection nothing comes before the request itself that there would be to be told of.
        is_open = self._transport.is_open
        if not is_open:
            extensions["trace"] = exchange.trace
        request = self._maker.make(out, extensions)
        exchange.handed, exchange.began, exchange.sent = True, is_open, is_open
        await take(await self._transport.handle_async_request(request), out, exchange)

    async def aclose(self) -> None:
        """Close it."""
        if self._transport is not None:
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await self._transport.aclose()
