"""Send requests by a session of aiohttp, and read its responses. Its connector may have taken over a connection."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from aiohttp import ClientRequest, ClientSession, ClientTimeout, DummyCookieJar, ThreadedResolver
from yarl import URL

from .aiohttp_connector import Connector
from .aiohttp_direct import MAX_LINE, DirectProtocol
from .aiohttp_protocol import disable_retries, use_protocol
from .aiohttp_requests import RequestToTarget, body_of, read_aiohttp_response
from .proxies import Proxy, find_proxy
from .tls_context import settings_context
from .tracing_tools import is_own_method

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .attempt import Attempt, PreparedRequest
    from .open_connection import OpenConnection
    from .own_protocol import OwnProtocol

AUTO_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""Headers that aiohttp would add by itself."""
STEPS = (ClientSession, "_request"), (ClientSession, "request"), (ClientRequest, "send")
"""The methods that a request of a session passes, which a tool may replace."""
FOREVER = 1e9  # seconds: the pool closes idle connections, and aiohttp does not see all requests


class AiohttpSession:
    """A session of aiohttp with one connection.

    Attributes:
        proxy: The proxy of the connection.
    """

    def __init__(self, settings: ConnectionSettings, opened: OpenConnection) -> None:
        """Create the session, for the running event loop.

        The first request opens its connection, unless `take_over` has brought one.

        Args:
            settings: The options of the connection.
            opened: The state of the connection, which the session updates. Its connection need not be open.

        Raises:
            ConfigurationError: The proxy or a certificate file is invalid, or this version of aiohttp is unsuitable.
        """
        self.proxy = find_proxy(settings)
        self._opened = opened
        # Without the dot at the end of an absolute host name: certificates have none.
        self._server_hostname = (urlsplit(settings.base_url).hostname or "").removesuffix(".")
        self._full_url: URL | None = None  # of the request, if a tool traces the session
        self._cached_timeout: tuple[tuple[float, float], ClientTimeout] | None = None
        self._connector = _make_connector(settings, self.proxy)
        self._connector.opened = opened
        self._session = ClientSession(
            connector=self._connector,
            request_class=self._make_request,  # type: ignore[arg-type]
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=AUTO_HEADERS,
            proxy=None if self.proxy is None else aiohttp_proxy(self.proxy),
            max_line_size=MAX_LINE,
            max_field_size=MAX_LINE,
        )
        disable_retries(self._session)

    @property
    def is_needed(self) -> bool:
        """Whether requests must pass through the session, and may not be sent directly.

        They must if there is a proxy, if a tool traces the session, or if one, such as a mock, has replaced a method
        of `STEPS`.
        """
        if self.proxy is not None or self._session.trace_configs:
            return True
        return not all(is_own_method(kind, name) for kind, name in STEPS)

    def take_over(self, own: OwnProtocol) -> None:
        """Continue on a connection that was opened without aiohttp. `own` is its protocol until now.

        If a request is running, `read` reads its response. If the connection was lost during that request, nothing
        is raised here: `read` raises it, unless the response has arrived. The open connection has a protocol of
        aiohttp afterwards.

        Call this at most once, before the first `send` or `read`.
        """
        protocol = DirectProtocol(asyncio.get_running_loop())
        protocol.take_over(own)
        self._connector.adopted = protocol
        self._opened.use(protocol, own.transport)

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request by aiohttp's session, and read its response into `attempt`.

        If the connection is not open, open it. Tools that trace the session see no query. A fault of the body, such
        as its size, is recorded, and not raised. `AiohttpConnection.send` calls this, between `start_attempt` and
        `end_attempt` of its `OpenConnection`.

        Raises:
            Exception: An exception of aiohttp, or UnexpectedData. The response is closed then too.
        """
        url = URL(prepared.url.reveal(), encoded=True)
        self._full_url = url if self._session.trace_configs else None
        response = await self._session.request(
            prepared.method,
            url if self._full_url is None else url.with_query(None),
            data=body_of(prepared.content),
            headers=prepared.all_headers(),
            allow_redirects=False,
            timeout=self._timeout(prepared),
            server_hostname=self._server_hostname,
        )
        try:
            await read_aiohttp_response(
                self._opened, prepared, attempt, response.status, response.raw_headers, response.content
            )
        finally:
            response.close()

    async def read(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Read a response that aiohttp's parser reads on the open connection into `attempt`.

        Call it if the result of the future that `OpenConnection.send_directly` returned is None. A fault of the
        body, such as its size, is recorded, and not raised. The connection is not closed here.

        Raises:
            ClientError: The response is malformed, the connection was lost, no data arrived in time, or the request
                was not written in time.
        """
        protocol = cast("DirectProtocol", self._opened.protocol)
        await read_aiohttp_response(self._opened, prepared, attempt, *await protocol.read_head())

    def _make_request(self, *args: Any, **options: Any) -> RequestToTarget:
        """Return a request of aiohttp, and set its `full_url`, which `RequestToTarget.send` reads.

        aiohttp's session calls this with the arguments of `ClientRequest`. If a tool traces the session, the URL
        among them lacks the query, and `full_url` is the URL with it. Otherwise `full_url` is None: the request
        is sent to the URL among them.
        """
        request = RequestToTarget(*args, **options)
        request.full_url = self._full_url
        return request

    def _timeout(self, prepared: PreparedRequest) -> ClientTimeout:
        """Return the timeouts of a request as aiohttp takes them: to connect, and to wait for bytes, but no total one.

        The last result is cached.
        """
        if self._cached_timeout is None or self._cached_timeout[0] != prepared.timeouts:
            connect, others = prepared.timeouts
            # Without a threshold aiohttp rounds timeouts over 5 s up to whole seconds.
            limits = ClientTimeout(total=None, connect=connect, sock_read=others, ceil_threshold=math.inf)
            self._cached_timeout = prepared.timeouts, limits
        return self._cached_timeout[1]

    async def aclose(self) -> None:
        """Close the connector of aiohttp. The session is not used again.

        `AiohttpConnection.aclose` calls this after it has aborted the one connection of the session. That
        caller limits the time, and ignores an exception.
        """
        await self._connector.close()


def _make_connector(settings: ConnectionSettings, proxy: Proxy | None) -> Connector:
    """Return a new connector of aiohttp for one connection, which is opened later. The caller closes it.

    TLS settings are loaded if the server or `proxy` uses TLS. An event loop must run here.

    Raises:
        ConfigurationError: A TLS file or directory that an environment variable names is invalid, or certifi's
            file. Or this version of aiohttp is unsuitable.
    """
    context = settings_context(settings, proxy)
    options: dict[str, Any] = {} if context is None else {"ssl": context}
    # Not the resolver of aiodns, which aiohttp prefers: its threads do not survive a fork.
    connector = Connector(limit=1, keepalive_timeout=FOREVER, resolver=ThreadedResolver(), **options)
    use_protocol(connector, DirectProtocol)
    return connector


def aiohttp_proxy(proxy: Proxy) -> URL:
    """Return the URL of a proxy, with its password, as aiohttp takes it.

    Raises:
        ConfigurationError: aiohttp cannot read its URL. The message does not show it.
    """
    with suppress(ValueError):
        return URL(proxy.url.reveal())
    raise proxy.invalid()  # not the library's message: it shows the URL, which may contain a password
