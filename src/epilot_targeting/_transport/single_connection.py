"""httpx's transport with one connection. Only this module uses private parts of httpx's transport and httpcore's pool.

Three more modules use private parts of a caller's client: `unexpected_data` (streams) and `callers_client`
(`_transport_for_url`) if they exist, and `callers_pool` (the size of the pool), which names the version otherwise.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpcore
import httpx

from ..errors import ConfigurationError
from .network_backend import NetworkBackend
from .proxies import Proxy
from .tls_context import tls_context as tls_context


class TargetedConnection:
    """A connection of httpcore that replaces the target of the request, which a tool that wraps httpx does not see."""

    def __init__(self, connection: Any, target: bytes) -> None:
        """Keep the connection, and the target that each request on it gets instead of its own."""
        self._connection = connection
        self._target = target

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send the request to its target."""
        url = request.url
        request.url = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=self._target)
        response: httpcore.Response = await self._connection.handle_async_request(request)
        return response


class SingleConnectionTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with one connection instead of its pool, which takes a third of a request's time.

    It is a subclass of httpx's transport, so that test tools which mock httpx replace it too.
    """

    def __init__(self, base_url: str, backend: NetworkBackend, proxy: Proxy | None = None) -> None:
        """Create a transport of httpx whose pool is replaced by one connection, opened by its first request."""
        url = httpx.URL(base_url)
        # http is for loopback only, and needs no certificates: loading them takes time.
        context = tls_context() if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=None if proxy is None else proxy.url.reveal())
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
        pool: Any = self._pool
        pool._network_backend = backend
        self._pool: Any = pool.create_connection(address.origin)

    @property
    def is_idle(self) -> bool:
        """Whether the connection is open and unused."""
        return bool(self._pool.is_idle())

    async def send_to_target(self, request: httpx.Request, target: bytes) -> httpx.Response:
        """Send a request whose URL lacks the query string, which `target` has."""
        connection = self._pool
        self._pool = TargetedConnection(connection, target)
        try:
            return await self.handle_async_request(request)
        finally:
            self._pool = connection

    def uses(self, backend: NetworkBackend) -> bool:
        """Return whether the connection opens its streams by this network backend."""
        return self._pool._network_backend is backend


@cache
def check_httpx() -> None:
    """Check once that httpx and httpcore have the private parts that this module uses.

    Raises:
        ConfigurationError: They lack them. The message names their versions.
    """
    backend = NetworkBackend()
    try:
        transport = SingleConnectionTransport("http://127.0.0.1", backend)
        works = transport.uses(backend) and not transport.is_idle
    except (AttributeError, TypeError):
        works = False
    if not works:
        raise ConfigurationError(
            "epilot-targeting needs httpx 0.28 and httpcore 1.x with a connection pool that it can replace; "
            f"found httpx {httpx.__version__} and httpcore {httpcore.__version__}: "
            "pip install 'httpx>=0.28.1,<0.29' 'httpcore>=1.0.9,<2', or pass http_client="
        )
