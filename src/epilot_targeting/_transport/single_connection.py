"""httpx's transport with one connection. Only this module uses private parts of httpx's transport and httpcore's pool.

The same parts of httpx2 and httpcore2 have the same names.

Three more modules use private parts of a caller's client: `data_after_response` (streams) and `callers_client`
(`_transport_for_url`) if they exist, and `callers_pool` (the size of the pool), which names the version otherwise.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING, Any

from .._config.transport_options import ConnectionSettings
from ..errors import ConfigurationError
from .http_library import HttpLibrary, unusable_library
from .network_backend import NetworkBackend
from .proxies import Proxy
from .tls_context import stream_context
from .tracing_tools import is_own_method

if TYPE_CHECKING:
    from .direct_send import OpenStream


class TargetedConnection:
    """A connection of httpcore that replaces the target of the request, which a tool that wraps httpx does not see."""

    def __init__(self, connection: Any, target: bytes, url: Any) -> None:
        """Wrap a connection for one request, whose target it replaces. The wrapper can only send.

        Args:
            connection: The connection of httpcore.
            target: The path and query that the request line gets.
            url: The URL class of httpcore.
        """
        self._connection = connection
        self._target = target
        self._url = url

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request of httpcore with the target of this wrapper, and return the response.

        httpx calls this. The URL of `request` is replaced in place. An exception of httpcore is raised.
        """
        url = request.url
        request.url = self._url(scheme=url.scheme, host=url.host, port=url.port, target=self._target)
        return await self._connection.handle_async_request(request)


class SingleConnection:
    """A transport of httpx with one connection instead of its pool, which takes a third of a request's time.

    It is an object of httpx's own class, so that test tools which mock httpx replace its method.

    Attributes:
        transport: The transport.
    """

    def __init__(
        self, library: HttpLibrary, settings: ConnectionSettings, backend: NetworkBackend, proxy: Proxy | None = None
    ) -> None:
        """Create a transport of httpx whose pool is replaced by one connection, which the first request opens.

        Args:
            library: httpx or httpx2, with its httpcore.
            settings: The options of the connection.
            backend: The network backend that opens its stream.
            proxy: The proxy. Default: none.

        Raises:
            ConfigurationError: A TLS file or directory that an environment variable names is invalid, or certifi's
                file.
            InvalidURL: The library cannot read the proxy's URL. It is an exception of `library`.
            AttributeError: The library lacks a private part; or TypeError. `check_library` checks that before.
            ImportError: httpx cannot import certifi. `check_library` checks that too.
        """
        url = library.http.URL(settings.base_url)
        context: Any = stream_context(settings, proxy) or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # which is never used
        through = None
        if proxy is not None:
            through = library.http.Proxy(proxy.url.reveal(), ssl_context=context if proxy.is_secure else None)
        self.transport: Any = library.http.AsyncHTTPTransport(verify=context, proxy=through)
        address = library.core.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        pool: Any = self.transport._pool
        pool._network_backend = backend
        self._connection: Any = pool.create_connection(address.origin)
        self.transport._pool = self._connection
        self._url = library.core.URL
        self._is_direct = proxy is None

    @property
    def is_idle(self) -> bool:
        """Whether the connection is open, and no request is running on it. False before it is opened.

        After the server has closed it, this stays True: the next write notices that. After a failure to connect it
        is True too, so the caller drops this object then.
        """
        return bool(self._connection.is_idle())

    @property
    def open_stream(self) -> OpenStream | None:
        """The network stream of the connection, for sending a request without the library, or None.

        Read it only while `is_idle`: a closed connection still has its stream. It is None if there is a proxy, if a
        tool, such as a mock for tests, has replaced a method that sends requests, or if the connection was never
        opened.
        """
        connected = getattr(self._connection, "_connection", None)
        steps = self.transport, self._connection, connected
        if self._is_direct and all(is_own_method(type(step), "handle_async_request") for step in steps):
            return getattr(connected, "_network_stream", None)
        return None

    async def send_to_target(self, request: Any, target: bytes) -> Any:
        """Send an httpx request with another target, and return the httpx response with its body unread.

        The caller has called `remove_query` with `request`, so that a tool does not see the query. `target` is what
        that returned: the path and query, which the request line gets. The caller closes the response. An exception
        of httpx, or httpx2, is raised.
        """
        self.transport._pool = TargetedConnection(self._connection, target, self._url)
        try:
            return await self.transport.handle_async_request(request)
        finally:
            self.transport._pool = self._connection

    def uses(self, backend: NetworkBackend) -> bool:
        """Return whether the connection opens its streams by this network backend, for `check_library`."""
        return self._connection._network_backend is backend


@cache
def check_library(library: HttpLibrary) -> None:
    """Check once that a library and its httpcore have the private parts that this module uses.

    Raises:
        ConfigurationError: They lack them, and the message names their versions. Or a package that they import late is
            missing.
    """
    backend = NetworkBackend(library.errors)
    try:
        transport = SingleConnection(library, ConnectionSettings(library.name, "http://127.0.0.1"), backend)
        works = transport.uses(backend) and not transport.is_idle
    except (AttributeError, TypeError):
        works = False
    except ImportError as error:  # httpx imports certifi here
        raise unusable_library(library.name, error) from error
    if not works:
        raise ConfigurationError(library.unsupported_message())
