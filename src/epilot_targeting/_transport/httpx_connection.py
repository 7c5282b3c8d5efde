"""Send requests on an own connection with httpx, and reopen it if the server has closed it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import httpx

from .attempt import Attempt, PreparedRequest, UnexpectedData
from .httpx_requests import RequestBuilder, Types, httpx_timeouts, read_httpx_response
from .network_backend import NetworkBackend
from .protocols import CLOSE_TIMEOUT
from .proxies import Proxy, find_proxy
from .single_connection import SingleConnectionTransport, check_httpx
from .tracing_tools import is_recorded, remove_query

TYPES = Types(httpx.Request, httpx.URL, httpx.ByteStream)


def _make_transport(base_url: str, backend: NetworkBackend, proxy: Proxy | None) -> SingleConnectionTransport:
    """Return a transport for one connection.

    Raises:
        ConfigurationError: httpx is unsuitable, or the proxy's URL is invalid; the message does not show it.
    """
    check_httpx()
    if proxy is None:
        return SingleConnectionTransport(base_url, backend)
    with suppress(httpx.InvalidURL):
        return SingleConnectionTransport(base_url, backend, proxy)
    raise proxy.invalid()  # not the library's message: it shows the URL, which may contain a password


class HttpxConnection:
    """An own connection that uses httpx."""

    transport = "httpx"

    def __init__(self, base_url: str) -> None:
        """Keep the base URL. The transport is created by the first request."""
        self.base_url = base_url
        self.idle_since = 0.0
        self._parts: tuple[SingleConnectionTransport, NetworkBackend] | None = None
        self._proxy: Proxy | None = None
        self._builder = RequestBuilder(TYPES)

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`."""
        if self._parts is not None and self._parts[0].is_idle:
            attempt.proxy = self._proxy
            try:
                # Without trace: on an open connection the first event would be the sending of the request.
                attempt.submitted = attempt.started = attempt.sent = True
                await self._send(self._parts[0], prepared, attempt, {"timeout": httpx_timeouts(prepared)})
                return
            except UnexpectedData:
                attempt.submitted = attempt.started = attempt.sent = False
        await self.aclose()
        backend = NetworkBackend()
        attempt.connect_timeout = prepared.timeouts[0]
        attempt.proxy = self._proxy = find_proxy(self.base_url, self.transport)
        self._parts = _make_transport(self.base_url, backend, self._proxy), backend
        extensions: dict[str, Any] = {"timeout": httpx_timeouts(prepared), "trace": attempt.trace}
        await self._send(self._parts[0], prepared, attempt, extensions)

    async def _send(
        self,
        transport: SingleConnectionTransport,
        prepared: PreparedRequest,
        attempt: Attempt,
        extensions: dict[str, Any],
    ) -> None:
        """Send a request, and read its response into `attempt`. If a tool records requests, it sees no query."""
        request = self._builder.build(prepared, extensions)
        attempt.submitted = True
        if is_recorded(transport):
            response = await transport.send_to_target(request, remove_query(request))
        else:
            response = await transport.handle_async_request(request)
        await read_httpx_response(response, prepared, attempt)

    def go_idle(self) -> bool:
        """Return whether the connection can be used again. From now on, data that arrives on it closes it."""
        return self._parts is not None and self._parts[0].is_idle and self._parts[1].go_idle()

    async def aclose(self) -> None:
        """Close the connection."""
        if self._parts is not None:
            transport, self._parts = self._parts[0], None
            with suppress(Exception):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await transport.aclose()
