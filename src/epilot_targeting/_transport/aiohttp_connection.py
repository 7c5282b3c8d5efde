"""Send requests on an own connection with `transport="aiohttp"`, and import aiohttp once a request needs it.

The connection is opened without aiohttp, which takes longer to import than a first call. aiohttp takes it over for a
request or a response that is not usual, and once the program has imported it: its tools see the requests then.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from .attempt import UnexpectedData
from .direct_send import BodyChunks
from .http_library import is_imported, unusable_library
from .open_connection import OpenConnection
from .own_protocol import OwnProtocol, open_own_protocol
from .protocols import CLOSE_TIMEOUT
from .proxies import find_proxy
from .request_bytes import RequestSerialiser
from .response_body import read_body, read_whole
from .response_headers import record_head
from .tls_context import settings_context

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .aiohttp_session import AiohttpSession
    from .attempt import Attempt, PreparedRequest
    from .direct_requests import Received

MAX_DIRECT = 64 * 1024  # bytes of a request; asyncio does not say of a larger one over TLS whether it has left


class AiohttpConnection:
    """An own connection that uses aiohttp, unless the program has not imported it and no request needs it."""

    def __init__(self, settings: ConnectionSettings) -> None:
        """Keep the settings. The first request opens the connection."""
        self.settings = settings
        self.idle_since = 0.0
        self._opened = OpenConnection()
        self._session: AiohttpSession | None = None
        self._serialiser = RequestSerialiser(settings.base_url)

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`.

        If the connection is not open, or the server has closed it before the request was sent, open a new one. A fault
        of the body, such as its size, is recorded, and not raised. After an exception the caller closes the connection.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid, or this version of aiohttp is unsuitable.
            Exception: The exception of aiohttp or of the connection. `send_once` records it.
        """
        self._opened.start_attempt(attempt, prepared.timeouts[1])
        try:
            session = self._session
            if session is None and is_imported("aiohttp"):
                session = self._load()  # before anything counts as sent: the library may be unsuitable
            if session is not None:
                attempt.proxy = session.proxy
            if (session is None or not session.is_needed) and await self._send_directly(prepared, attempt):
                return
            session = session or self._load()
            attempt.proxy = session.proxy
            await session.send(prepared, attempt)
        finally:
            self._opened.end_attempt()

    async def _send_directly(self, prepared: PreparedRequest, attempt: Attempt) -> bool:
        """Send a request without aiohttp's session, and read its response into `attempt`. Return True then.

        Return False if nothing was sent: the request is unusual or larger than `MAX_DIRECT`, or aiohttp has to open the
        connection. A fault of the body, such as its size, is recorded, and not raised. The caller has set the running
        attempt, and unsets it.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid, or this version of aiohttp is unsuitable.
            Exception: The connection could not be opened, or was lost, a timeout passed, or unexpected data arrived.
        """
        request = self._serialiser.serialise(prepared)
        if request is None or len(request) > MAX_DIRECT:
            return False
        received = self._opened.send_directly(request)
        if received is None and self._session is None:
            received = await self._open(request, prepared, attempt)
        if received is None:
            return False
        response = await received
        if response is None:
            await (self._session or self._load()).read(prepared, attempt)
            return True
        head, body = response
        record_head(attempt, head.status, head.headers)
        if body is not None:
            await read_whole(attempt, prepared.max_bytes, body)
        else:
            own = cast("OwnProtocol", self._opened.protocol)
            chunks = BodyChunks(own, b"", head.length or 0, prepared.timeouts[1])
            await read_body(attempt, prepared.max_bytes, chunks)
        return True

    async def _open(
        self, request: bytes, prepared: PreparedRequest, attempt: Attempt
    ) -> asyncio.Future[Received | None] | None:
        """Close the previous connection, open one without aiohttp, and send a serialised request on it.

        Return the future of its response, see `OpenConnection.send_directly`. If there is a proxy, open nothing,
        and return None instead of a future: then aiohttp has to open the connection.

        Args:
            request: The request, serialised.
            prepared: The same request. Only its connect timeout is used.
            attempt: The running attempt. `started` of it is set before the connection is opened.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid.
            ConnectError: The connection or TLS failed.
            ConnectTimeout: Connection and TLS together took longer than the connect timeout.
            UnexpectedData: The server has closed the new connection, or sent data on it. The caller of
                `send` closes it.
        """
        self._opened.abort()
        if find_proxy(self.settings) is not None:
            return None
        attempt.started = True
        protocol = await open_own_protocol(self.settings, prepared.timeouts[0])
        self._opened.use(protocol, protocol.transport)
        if protocol.has_early_data:
            await protocol.close_early()  # then its error is known, such as an alert of the server
            raise UnexpectedData from protocol.lost[1]
        return self._opened.send_directly(request, is_new=True)

    def _load(self) -> AiohttpSession:
        """Import aiohttp, and let it take over the connection if one is open. Return the new session.

        It is kept as `_session`. Call this only while that is None.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid, or aiohttp is unsuitable or not installed.
        """
        self._session = session = _session_class()(self.settings, self._opened)
        if isinstance(self._opened.protocol, OwnProtocol):
            session.take_over(self._opened.protocol)
        return session

    def preload(self) -> None:
        """Load the TLS settings, and check the proxy, without opening the connection.

        Import aiohttp if there is a proxy: only then the first request needs it.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid, or aiohttp is unsuitable or not installed.
        """
        proxy = find_proxy(self.settings)
        settings_context(self.settings, proxy)
        if proxy is not None:
            _session_class()

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again: the caller closes it then.
        """
        return self._opened.go_idle()

    async def aclose(self) -> None:
        """Close the connection at once, if it is open. It is not used again.

        Wait at most `CLOSE_TIMEOUT` (1) seconds, and ignore an error.
        """
        self._opened.abort()
        own, session = self._opened.protocol, self._session
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                if session is not None:
                    await session.aclose()
                elif isinstance(own, OwnProtocol):
                    await own.aclose()


def _session_class() -> type[AiohttpSession]:
    """Import aiohttp, and return the class `AiohttpSession`, which sends requests by it.

    Raises:
        ConfigurationError: aiohttp is not installed, or its import fails.
    """
    try:
        from .aiohttp_session import AiohttpSession
    except Exception as error:
        raise unusable_library("aiohttp", error) from error
    return AiohttpSession
