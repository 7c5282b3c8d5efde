"""Send requests on an own connection with httpx."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from functools import cache
from typing import Any

import httpcore
import httpx

from .attempt import Attempt, PreparedRequest, UnexpectedData
from .httpx_requests import RequestBuilder, Types, read_response, timeouts_of
from .interface import CLOSING
from .network import Network
from .proxies import find_proxy

TYPES = Types(httpx.Request, httpx.URL, httpx.ByteStream)


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings, made once: making them costs more than a hundred requests."""
    return httpx.create_ssl_context()


class _SingleConnectionTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with one connection instead of its pool, which takes a third of a request's time.

    It is a subclass of httpx's transport, so that test tools which mock httpx replace it too.
    """

    def __init__(self, base_url: str, network: Network) -> None:
        url = httpx.URL(base_url)
        # http is for loopback only, and needs no certificates: loading them takes time.
        context = tls_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=find_proxy(base_url))
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        pool: Any = self._pool
        pool._network_backend = network
        self._pool: Any = pool.create_connection(address.origin)

    @property
    def is_idle(self) -> bool:
        """Whether the connection is open and unused."""
        return bool(self._pool.is_idle())


def _make_transport(base_url: str, network: Network) -> _SingleConnectionTransport:
    try:
        return _SingleConnectionTransport(base_url, network)
    except (ValueError, ImportError, httpx.InvalidURL):
        pass
    # Not the library's message: it shows the URL, which may hold a password.
    raise httpx.ProxyError("the proxy in the environment variables is invalid")


class HttpxConnection:
    """An own connection that uses httpx."""

    transport = "httpx"

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.idle_since = 0.0
        self._parts: tuple[_SingleConnectionTransport, Network] | None = None
        self._builder = RequestBuilder(TYPES)

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request and read its whole response."""
        if self._parts is not None and self._parts[0].is_idle:
            try:
                # Without trace: on an open connection the first event would be the sending of the request.
                attempt.submitted = attempt.started = attempt.sent = True
                await self._send(self._parts[0], prepared, attempt, {"timeout": timeouts_of(prepared)})
                return
            except UnexpectedData:
                attempt.submitted = attempt.started = attempt.sent = False
        await self.aclose()
        network = Network()
        self._parts = _make_transport(self.base_url, network), network
        extensions: dict[str, Any] = {"timeout": timeouts_of(prepared), "trace": attempt.trace}
        await self._send(self._parts[0], prepared, attempt, extensions)

    async def _send(
        self,
        transport: _SingleConnectionTransport,
        prepared: PreparedRequest,
        attempt: Attempt,
        extensions: dict[str, Any],
    ) -> None:
        request = self._builder.build(prepared, extensions)
        attempt.submitted = True
        await read_response(await transport.handle_async_request(request), prepared, attempt)

    def go_idle(self) -> bool:
        """Mark the connection as idle; return whether it can be used again."""
        return self._parts is not None and self._parts[0].is_idle and self._parts[1].go_idle()

    async def aclose(self) -> None:
        """Close the connection."""
        if self._parts is not None:
            transport, self._parts = self._parts[0], None
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await transport.aclose()
