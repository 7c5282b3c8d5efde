"""A connection of ours by httpx."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from functools import cache
from typing import Any

import httpcore
import httpx

from .attempt import Attempt, PreparedRequest, UnexpectedData
from .httpx_requests import RequestBuilder, Types, take, timeout
from .interface import CLOSING, proxy_of
from .network import Network

TYPES = Types(httpx.Request, httpx.URL, httpx.ByteStream)


@cache
def tls_context() -> ssl.SSLContext:
    """Make the TLS settings once: that costs more than a hundred requests."""
    return httpx.create_ssl_context()


class _Single(httpx.AsyncHTTPTransport):
    """httpx's transport on one connection where it has a pool, whose bookkeeping takes a third of a request's time.

    It stays a transport of httpx's own, since that is what tests which mock httpx put theirs in the place of.
    """

    def __init__(self, base_url: str, network: Network) -> None:
        url = httpx.URL(base_url)
        # Plain connections are for loopback only: they don't wait for certificates that they have no use for.
        context = tls_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=proxy_of(base_url))
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        pool: Any = self._pool
        pool._network_backend = network
        self._pool: Any = pool.create_connection(address.origin)

    @property
    def is_idle(self) -> bool:
        """Whether a request can go out on it at once."""
        return bool(self._pool.is_idle())


def _transport(base_url: str, network: Network) -> _Single:
    try:
        return _Single(base_url, network)
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
        self._parts: tuple[_Single, Network] | None = None
        self._maker = RequestBuilder(TYPES)

    async def exchange(self, out: PreparedRequest, exchange: Attempt) -> None:
        """Send a request and read the reply to its end."""
        if self._parts is not None and self._parts[0].is_idle:
            try:
                # On an open connection nothing comes before the request itself that there would be to be told of.
                exchange.handed = exchange.began = exchange.sent = True
                await self._send(self._parts[0], out, exchange, {"timeout": timeout(out)})
                return
            except UnexpectedData:
                exchange.handed = exchange.began = exchange.sent = False
        await self.aclose()
        network = Network()
        self._parts = _transport(self.base_url, network), network
        extensions: dict[str, Any] = {"timeout": timeout(out), "trace": exchange.trace}
        await self._send(self._parts[0], out, exchange, extensions)

    async def _send(
        self, transport: _Single, out: PreparedRequest, exchange: Attempt, extensions: dict[str, Any]
    ) -> None:
        request = self._maker.make(out, extensions)
        exchange.handed = True
        await take(await transport.handle_async_request(request), out, exchange)

    def rest(self) -> bool:
        """Begin to wait for the next request; return whether there can be one."""
        return self._parts is not None and self._parts[0].is_idle and self._parts[1].rest()

    async def aclose(self) -> None:
        """Close it."""
        if self._parts is not None:
            transport, self._parts = self._parts[0], None
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await transport.aclose()
