"""Send requests on an own connection with aiohttp (`transport="aiohttp"`)."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from aiohttp import ClientOSError, ClientRequest, ClientSession, ClientTimeout, DummyCookieJar, ThreadedResolver
from yarl import URL

from .aiohttp_connector import Connector
from .aiohttp_direct import DirectProtocol, is_session_needed
from .aiohttp_protocol import disable_retries, use_protocol
from .protocols import CLOSE_TIMEOUT
from .proxies import Proxy, find_proxy
from .request_bytes import RequestSerialiser
from .response_body import read_body, read_whole
from .response_headers import read_head, record_head
from .tls_context import settings_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import ClientResponse, StreamReader
    from aiohttp.connector import Connection

    from .._config.transport_options import ConnectionSettings
    from .attempt import Attempt, PreparedRequest

MAX_LINE = 64 * 1024  # bytes of a header line in a response; httpx allows heads of about 100 KB
AUTO_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""Headers that aiohttp would add by itself."""
FOREVER = 1e9  # seconds: the pool closes idle connections, and aiohttp does not see all requests
MAX_DIRECT = 64 * 1024  # bytes of a request; asyncio does not say of a larger one over TLS whether it has left
LARGE_BODY = 2**20  # bytes; aiohttp warns if a larger body is passed as bytes


def _body(content: bytes | None) -> bytes | BytesIO | None:
    """Return the body of a request as aiohttp sends it without a warning: a large one as a stream. None is no body."""
    return content if content is None or len(content) <= LARGE_BODY else BytesIO(content)


async def _read(
    connector: Connector,
    prepared: PreparedRequest,
    attempt: Attempt,
    status: int,
    headers: Sequence[tuple[bytes, bytes]],
    content: StreamReader,
) -> None:
    """Read a response of aiohttp into `attempt`: head and body.

    Args:
        connector: The connector, whose protocol has the connection.
        prepared: The request, for its limit of bytes.
        attempt: Receives the status, the headers and the body, or the fault.
        status: The status of the response.
        headers: The names and values of its headers, as received.
        content: Its body as it arrives.

    Raises:
        ClientOSError: The connection broke within a body that only its end would end.
    """
    read_head(attempt, status, headers)
    await read_body(attempt, prepared.max_bytes, content.iter_any())
    if {"content-length", "transfer-encoding"}.isdisjoint(attempt.headers):
        # The end of the connection ends this body; aiohttp does not report a connection that broke.
        error = None if connector.protocol is None else connector.protocol.exception()
        if isinstance(error, ClientOSError):
            raise error


class RequestToTarget(ClientRequest):
    """A request whose URL lacks the query string until it is sent: tools that trace the session do not see it."""

    full_url: URL | None = None

    async def send(self, conn: Connection) -> ClientResponse:
        """Send the request to its full URL on a connection. aiohttp calls this."""
        shown = self.url
        self.url = self.full_url or shown
        try:
            return await super().send(conn)
        finally:
            self.url = shown


class AiohttpConnection:
    """An own connection that uses aiohttp."""

    def __init__(self, settings: ConnectionSettings) -> None:
        """Keep the settings. The session is created by the first request."""
        self.settings = settings
        self.idle_since = 0.0
        self._parts: tuple[ClientSession, Connector] | None = None
        self._proxy: Proxy | None = None
        self._full_url: URL | None = None  # of the request, if a tool traces the session
        self._serialiser = RequestSerialiser(settings.base_url)
        self._cached_timeout: tuple[tuple[float, float], ClientTimeout] | None = None

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`. The first call opens the connection."""
        session, connector = self._parts = self._parts or self._open()
        attempt.proxy = self._proxy
        connector.start_attempt(attempt, prepared.timeouts[1])
        try:
            if (
                self._proxy is not None
                or is_session_needed(session)
                or not await self._send_directly(connector, prepared, attempt)
            ):
                await self._send(session, connector, prepared, attempt)
        finally:
            connector.end_attempt()

    async def _send_directly(self, connector: Connector, prepared: PreparedRequest, attempt: Attempt) -> bool:
        """Send a request on the open connection without aiohttp's session, and read its response into `attempt`.

        Return False if it was not sent: there is no open connection, or the request is unusual or large.
        """
        request = self._serialiser.serialise(prepared)
        received = None if request is None or len(request) > MAX_DIRECT else connector.send_directly(request)
        if received is None or connector.protocol is None:
            return False
        if response := await received:
            record_head(attempt, response[0].status, response[0].headers)
            await read_whole(attempt, prepared.max_bytes, response[1])
        else:
            await _read(connector, prepared, attempt, *await connector.protocol.read_head())
        return True

    async def _send(
        self, session: ClientSession, connector: Connector, prepared: PreparedRequest, attempt: Attempt
    ) -> None:
        """Send a request by aiohttp's session, and read its response into `attempt`.

        Tools that trace the session see no query.
        """
        url = URL(prepared.url.reveal(), encoded=True)
        self._full_url = url if session.trace_configs else None
        response = await session.request(
            prepared.method,
            url if self._full_url is None else url.with_query(None),
            data=_body(prepared.content),
            headers=prepared.all_headers(),
            allow_redirects=False,
            timeout=self._timeout(prepared),
        )
        try:
            await _read(connector, prepared, attempt, response.status, response.raw_headers, response.content)
        finally:
            response.close()

    def _open(self) -> tuple[ClientSession, Connector]:
        """Return a new session with its connector, for the running event loop."""
        self._proxy = find_proxy(self.settings)
        proxy = None if self._proxy is None else aiohttp_proxy(self._proxy)
        context = settings_context(self.settings, self._proxy)
        options: dict[str, Any] = {} if context is None else {"ssl": context}
        # Not the resolver of aiodns, which aiohttp prefers: its threads do not survive a fork.
        connector = Connector(limit=1, keepalive_timeout=FOREVER, resolver=ThreadedResolver(), **options)
        use_protocol(connector, DirectProtocol)
        session = ClientSession(
            connector=connector,
            request_class=self._make_request,  # type: ignore[arg-type]
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=AUTO_HEADERS,
            proxy=proxy,
            max_line_size=MAX_LINE,
            max_field_size=MAX_LINE,
        )
        disable_retries(session)
        return session, connector

    def _make_request(self, *args: Any, **options: Any) -> RequestToTarget:
        """Return a request of aiohttp with the full URL that it is sent to.

        aiohttp's session calls this with the arguments of `ClientRequest`, whose URL may lack the query.
        """
        request = RequestToTarget(*args, **options)
        request.full_url = self._full_url
        return request

    def _timeout(self, prepared: PreparedRequest) -> ClientTimeout:
        """Return aiohttp's limits for the timeouts of a request. Those of the last request are cached."""
        if self._cached_timeout is None or self._cached_timeout[0] != prepared.timeouts:
            connect, others = prepared.timeouts
            # Without a threshold aiohttp rounds timeouts over 5 s up to whole seconds.
            limits = ClientTimeout(total=None, connect=connect, sock_read=others, ceil_threshold=math.inf)
            self._cached_timeout = prepared.timeouts, limits
        return self._cached_timeout[1]

    def preload(self) -> None:
        """Load the TLS settings, and check the proxy, without opening the connection.

        Raises:
            ConfigurationError: The proxy, or a certificate file, is invalid.
        """
        settings_context(self.settings, find_proxy(self.settings))

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again.
        """
        return self._parts is not None and self._parts[1].go_idle()

    async def aclose(self) -> None:
        """Close the connection at once, if it is open."""
        if self._parts is not None:
            connector = self._parts[1]
            connector.abort()
            with suppress(Exception):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await connector.close()


def aiohttp_proxy(proxy: Proxy) -> URL:
    """Return the URL of a proxy as aiohttp takes it.

    Raises:
        ConfigurationError: aiohttp cannot read its URL.
    """
    with suppress(ValueError):
        return URL(proxy.url.reveal())
    raise proxy.invalid()  # not the library's message: it shows the URL, which may contain a password
