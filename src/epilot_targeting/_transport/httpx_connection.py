"""Send requests on an own connection with httpx or httpx2, and reopen it if the server has closed it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .attempt import Attempt, PreparedRequest, UnexpectedData
from .direct_connection import DirectConnection
from .http_library import http_library, is_imported
from .httpx_requests import RequestBuilder, Types, httpx_timeouts, read_httpx_response
from .network_backend import NetworkBackend
from .protocols import CLOSE_TIMEOUT
from .proxies import Proxy, find_proxy
from .single_connection import SingleConnection, check_library
from .tracing_tools import is_recorded, remove_query

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings


class HttpxConnection:
    """An own connection that uses httpx or httpx2, unless the program has not imported it and no request needs it."""

    def __init__(self, settings: ConnectionSettings) -> None:
        """Keep the settings. The first request opens the connection."""
        self.settings = settings
        self.idle_since = 0.0
        self._direct = DirectConnection(settings)
        self._parts: tuple[SingleConnection, NetworkBackend] | None = None
        self._proxy: Proxy | None = None
        self._builder: RequestBuilder | None = None

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`.

        If the connection is not open, or the server has closed it before the request was written, open a new one. A
        fault of the body, such as its size, is recorded, and not raised. After an exception the caller closes the
        connection.

        Raises:
            ConfigurationError: The proxy, a certificate file, or the installed version of the library is unsuitable.
            Exception: The exception of the library or of a stream. `send_once` records it.
        """
        if self._is_idle:
            attempt.proxy = self._proxy
            if self._parts is None and is_imported(self.settings.transport):
                self._hand_over(attempt)
            try:
                # Without trace: on an open connection the first event would be the sending of the request.
                attempt.submitted = attempt.started = attempt.sent = True
                await self._send_again(prepared, attempt)
                return
            except UnexpectedData:
                attempt.submitted = attempt.started = attempt.sent = False
        await self.aclose()
        attempt.connect_timeout = prepared.timeouts[0]
        attempt.proxy = self._proxy = find_proxy(self.settings)
        if self._proxy is None and not is_imported(self.settings.transport):
            await self._send_without_library(prepared, attempt)
            return
        self._parts = self._open()
        extensions: dict[str, Any] = {"timeout": httpx_timeouts(prepared), "trace": attempt.trace}
        await self._send(self._parts[0], prepared, attempt, extensions)

    @property
    def _is_idle(self) -> bool:
        """Whether the connection is open, and no request is running on it."""
        return self._direct.is_idle if self._parts is None else self._parts[0].is_idle

    async def _send_without_library(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Open the connection without the HTTP library, send a request, and read its response into `attempt`.

        The library continues if the request or the response is unusual. The connection must not be open before, and
        must not need a proxy. After an exception the caller of `send` closes it.

        Raises:
            ConfigurationError: A certificate file, or the library, is unsuitable.
            Exception: The connection could not be opened, or an exception of the library or of a stream.
        """
        attempt.started = True
        await self._direct.open(prepared.timeouts[0])
        attempt.submitted = attempt.sent = True
        if not await self._direct.send(prepared, attempt):
            await self._send(self._hand_over(attempt), prepared, attempt, {"timeout": httpx_timeouts(prepared)})

    async def _send_again(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request on the idle connection, and read its response into `attempt`.

        The HTTP library is used only if the request or the response is unusual, if writing failed, or if a proxy
        or a tool, such as a mock for tests, takes part. A fault of the response body, such as its size, is
        recorded in `attempt`, and not raised.

        Raises:
            UnexpectedData: The server has closed the connection, or sent data on it. Nothing was sent, and
                `send` opens a new connection.
            ConfigurationError: The library is unsuitable.
            Exception: An exception of the library or of a stream.
        """
        if self._parts is None:
            if await self._direct.send(prepared, attempt):
                return
            single = self._hand_over(attempt)
        else:
            single = self._parts[0]
            stream = single.open_stream
            if stream is not None and await self._direct.sender.send(stream, prepared, attempt):
                return
        await self._send(single, prepared, attempt, {"timeout": httpx_timeouts(prepared)})

    def _hand_over(self, attempt: Attempt) -> SingleConnection:
        """Let the HTTP library continue on a connection that was opened without it. Return its transport.

        The connection must be open. Call this once for each connection: afterwards `_parts` has the transport, and
        `submitted` and `sent` of `attempt` are True.

        Raises:
            ConfigurationError: The library is unsuitable. `submitted` and `sent` are then True only if the request
                was sent without the library. The connection stays open.
        """
        attempt.submitted = attempt.sent = self._direct.is_sent
        library = http_library(self.settings.transport)
        check_library(library)
        attempt.submitted = attempt.sent = True
        backend = self._direct.hand_over(library.errors)
        single = SingleConnection(library, self.settings, backend)
        self._parts = single, backend
        return single

    def _open(self) -> tuple[SingleConnection, NetworkBackend]:
        """Return a new transport of the HTTP library for one connection, and its network backend.

        Its first request opens the connection, through the proxy `self._proxy` if that is set. `send` keeps the two
        in `_parts`; `preload` drops them.

        Raises:
            ConfigurationError: The library cannot be imported, or its version is not supported. Or a certificate
                file or the proxy's URL is invalid; the message does not show the URL.
        """
        library = http_library(self.settings.transport)
        backend = NetworkBackend(library.errors)
        check_library(library)
        if self._proxy is None:
            return SingleConnection(library, self.settings, backend), backend
        with suppress(library.http.InvalidURL):
            return SingleConnection(library, self.settings, backend, self._proxy), backend
        raise self._proxy.invalid()  # not the library's message: it shows the URL, which may contain a password

    async def _send(
        self, single: SingleConnection, prepared: PreparedRequest, attempt: Attempt, extensions: dict[str, Any]
    ) -> None:
        """Send a request by the HTTP library, and read its response into `attempt`.

        If OpenTelemetry records the requests, it gets the URL without the query. The service gets the query all
        the same. A fault of the response body, such as its size, is recorded in `attempt`, and not raised.

        Args:
            single: The library's transport with the connection.
            prepared: The request.
            attempt: Receives the response, or the fault of its body.
            extensions: The extensions of the httpx request: timeouts, and trace for a new connection.

        Raises:
            Exception: An exception of the library or of a stream. `send_once` records it.
        """
        if self._builder is None:
            http = http_library(self.settings.transport).http
            self._builder = RequestBuilder(Types(http.Request, http.URL, http.ByteStream))
        request = self._builder.build(prepared, extensions)
        attempt.submitted = True
        if is_recorded(single.transport):
            response = await single.send_to_target(request, remove_query(request))
        else:
            response = await single.transport.handle_async_request(request)
        await read_httpx_response(response, prepared, attempt)

    def preload(self) -> None:
        """Load the TLS settings, check the proxy, and import and check the library. Open no connection.

        This blocks until all is loaded. `preload_connection` calls it once, on a connection that sends nothing.

        Raises:
            ConfigurationError: The proxy, a certificate file, or the installed version of the library is unsuitable, or
                the library cannot be imported.
        """
        self._proxy = find_proxy(self.settings)
        self._open()

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again: the caller closes it then.
        """
        return self._is_idle and (self._direct if self._parts is None else self._parts[1]).go_idle()

    async def aclose(self) -> None:
        """Close the connection, if it is open. The next request opens a new one.

        Wait at most `CLOSE_TIMEOUT` (1) seconds, and ignore an error. Call this only while no request is running.
        """
        direct, parts = self._direct, self._parts
        self._direct, self._parts = DirectConnection(self.settings), None
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await direct.aclose()  # the library may not have taken it over yet
                if parts is not None:
                    await parts[0].transport.aclose()
