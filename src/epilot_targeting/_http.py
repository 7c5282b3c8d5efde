"""The only module that meets the HTTP library: one request out, one reply in, its exceptions turned into ours."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, NamedTuple

import httpx

from ._options import ClientOptions
from .errors import (
    ClientClosedError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingError,
    TransportError,
)

NEVER_SENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
        "InvalidURL",
    }
)
"""By name, since a caller's client may come from httpx's fork, which has classes of its own under the same names."""
LIMITS = {"ConnectTimeout": "connect", "ReadTimeout": "read", "WriteTimeout": "write", "PoolTimeout": "pool"}


class Reply(NamedTuple):
    """A whole reply."""

    status: int
    headers: dict[str, str]
    content: bytes


@cache
def tls_context() -> ssl.SSLContext:
    """Make the TLS settings once: that costs more than a hundred requests."""
    return httpx.create_ssl_context()


class Pool:
    """The connections of one client: a set for each event loop, since they belong to the loop they were made on."""

    def __init__(self) -> None:
        self._limits: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}
        self._clients: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = {}
        self._closers: dict[asyncio.AbstractEventLoop, AsyncGenerator[None]] = {}
        self.closed = False

    def limit(self, options: ClientOptions) -> asyncio.Semaphore:
        """Give the running loop's limit of requests under way."""
        loop = asyncio.get_running_loop()
        if loop not in self._limits:
            for gone in [known for known in (*self._limits, *self._clients) if known.is_closed()]:
                self._forget(gone)
            self._limits[loop] = asyncio.Semaphore(options.max_concurrency)
        return self._limits[loop]

    async def client(self, options: ClientOptions) -> Any:
        """Give the HTTP client of the running loop: the caller's, or our own, made on first use.

        Raises:
            ClientClosedError: The client was closed while the call waited.
        """
        if self.closed:
            raise ClientClosedError("the client was closed before the request was sent")
        if options.http_client is not None:
            return options.http_client
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = _own_client()
            self._closers[loop] = self._closing_with(loop)
            await anext(self._closers[loop])
        return self._clients[loop]

    def resize(self) -> None:
        """Let the next requests count against a new limit; those under way keep the one they began under."""
        self._limits.clear()

    async def aclose(self) -> None:
        """Close the connections of the running loop; those of loops that are gone went with them."""
        self.closed = True
        closer = self._closers.get(asyncio.get_running_loop())
        if closer is not None:
            await closer.aclose()

    async def _closing_with(self, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[None]:
        # asyncio.run() ends all async generators of its loop: that closes our sockets before the loop is gone, for
        # clients that nobody closes, such as the default one.
        client = self._clients[loop]
        try:
            yield
        finally:
            self._forget(loop)
            await client.aclose()

    def _forget(self, loop: asyncio.AbstractEventLoop) -> None:
        for known in (self._limits, self._clients, self._closers):
            known.pop(loop, None)


def _own_client() -> httpx.AsyncClient:
    # Our own limit stands before this: a second one inside would only add a way to time out.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(verify=tls_context(), limits=limits, cookies=no_cookies, follow_redirects=False)


async def exchange(
    client: Any, method: str, url: str, headers: Mapping[str, str], body: bytes | None, options: ClientOptions
) -> Reply:
    """Send one request and read the whole reply.

    Raises:
        TransportError: No usable answer came; `applied` is False where nothing can have been sent, else None.
        ResponseTooLargeError: The reply is larger than the options allow.
    """
    connect, others = options.timeouts
    timeout = {"connect": connect, "read": others, "write": others, "pool": options.deadline}
    try:
        request = client.build_request(
            method, url, headers=dict(headers), content=body, extensions={"timeout": timeout}
        )
        response = await client.send(request, stream=True, auth=None, follow_redirects=False)
        try:
            content = await _read(response, options.max_response_bytes)
        finally:
            await response.aclose()
        shown = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
        return Reply(response.status_code, shown, content)
    except TargetingError:
        raise
    except Exception as error:
        failure = _translated(error, f"{method} {url.partition('?')[0]}")
    # Raised out here, it has no context: the library's exceptions hold the request, and with it the token.
    raise failure


async def _read(response: Any, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > most:
            applied = True if response.is_success else None
            details = {"applied": applied, "status_code": response.status_code, "body": b"".join(chunks)[:4096]}
            raise ResponseTooLargeError(f"the reply is larger than max_response_bytes ({most})", **details)
        chunks.append(chunk)
    return b"".join(chunks)


def _translated(error: Exception, sent: str) -> TransportError:
    names = [kind.__name__ for kind in type(error).__mro__]
    applied = False if any(name in NEVER_SENT for name in names) else None
    fate = "nothing was sent" if applied is False else "nobody can know whether it was carried out"
    limit = next((LIMITS[name] for name in names if name in LIMITS), None)
    if limit is not None:
        return RequestTimeoutError(f"{sent}: the {limit} timeout passed; {fate}", applied=applied, limit=limit)
    # Of an error that comes before anything was sent the words are the system's; later ones may quote the request.
    words = f" ({error})" if names[0] == "ConnectError" else ""
    return TransportError(f"{sent}: {names[0]}{words}; {fate}", applied=applied)
