"""The only module that meets the HTTP library: one request out, one reply in, its exceptions turned into values.

Nothing here raises into a caller's traceback: the frames and exceptions of an exchange hold the token.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from anyio import CancelScope

from ._body import ACCEPT_ENCODING, BadEncoding, Body, TooLarge
from ._exchange import Exchange, Outgoing
from ._options import LOOPBACK

IDLE = 30.0  # seconds that a connection is kept without use
ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=IDLE)
LONGEST_FAILURE = 2**20  # bytes of a failure's body that are read: what matters of it is the status
CLOSING = 1.0  # seconds that a connection may take to close
_ours: ContextVar[bool] = ContextVar("_ours", default=False)


@cache
def tls_context() -> ssl.SSLContext:
    """Make the TLS settings once: that costs more than a hundred requests."""
    return httpx.create_ssl_context()


def _proxy(url: str) -> str | None:
    # As in the environment; to this machine itself nothing goes by way of another.
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _transport(base_url: str) -> httpx.AsyncHTTPTransport:
    try:
        return httpx.AsyncHTTPTransport(verify=tls_context(), limits=ONE, proxy=_proxy(base_url))
    except (ValueError, ImportError, httpx.InvalidURL):
        pass
    # Its own words show the address, which may hold a password.
    raise httpx.ProxyError("the proxy named by the environment can't be used")


class Connection:
    """One connection of our own. It has neither cookies nor redirects, and nobody else's requests queue for it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.idle_since = 0.0  # by the loop's clock
        self._transport: httpx.AsyncHTTPTransport | None = None

    async def open(self, out: Outgoing, headers: dict[str, str], extensions: dict[str, Any], exchange: Exchange) -> Any:
        """Send a request; give the reply's head."""
        if self._transport is None:
            self._transport = _transport(self.base_url)
        request = httpx.Request(
            out.method, out.url.reveal(), headers=headers, content=out.content, extensions=extensions
        )
        exchange.handed = True
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close it."""
        if self._transport is not None:
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await self._transport.aclose()


class Borrowed:
    """The caller's HTTP client, which is never closed here."""

    def __init__(self, client: Any, *, bare: bool = False) -> None:
        self._client = client
        self._bare = bare

    async def open(self, out: Outgoing, headers: dict[str, str], extensions: dict[str, Any], exchange: Exchange) -> Any:
        """Send a request; give the reply's head."""
        if self._client.is_closed:
            raise RuntimeError("http_client is closed")
        named: dict[str, Any] = {"headers": headers, "content": out.content, "extensions": extensions}
        request = self._client.build_request(out.method, out.url.reveal(), **named)
        if self._bare:
            # Made by its class alone: the client's own headers, parameters and cookies stay out.
            request = type(request)(out.method, out.url.reveal(), **named)
        jar, exchange.handed = self._client.cookies.jar, True
        before = {(cookie.domain, cookie.path, cookie.name): cookie for cookie in jar}
        response: Any = None
        try:
            response = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        except Exception as error:
            response = getattr(error, "response", None)  # a hook of the caller's refused a reply that did come
            if response is None:
                raise
        # No cookie is kept; one of the caller's that the reply replaced comes back.
        for cookie in response.cookies.jar:
            place = cookie.domain, cookie.path, cookie.name
            with suppress(KeyError):
                jar.clear(*place)
            if place in before:
                jar.set_cookie(before[place])
        return response

    async def aclose(self) -> None:
        """Leave it to the caller."""


def may_carry_payload(client: Any) -> bool:
    """Tell whether a caller's client sends a request as it is: a hook of its own could add the token to it."""
    return not client.event_hooks.get("request")


async def converse(
    channel: Connection | Borrowed, out: Outgoing, exchange: Exchange, scope: CancelScope, *, keep: bool
) -> bool:
    """Carry out one exchange, up to the end of the body; how it went stands in `exchange`.

    It is cancelled by its scope: the HTTP library guards its clean-up against that, and not against the cancelling of
    a task, which would leave the connections of a caller's client taken for ever.

    A connection on which it did not come to its end is closed: what would still arrive there belongs to nobody.

    Returns:
        Whether the channel is good for another exchange.
    """
    _ours.set(True)
    good = False
    try:
        with scope:
            await _converse(channel, out, exchange)
            good = keep and exchange.fault is None
    except Exception as error:
        exchange.fail(error)
    finally:
        if not good:
            await channel.aclose()
    return good


async def _converse(channel: Connection | Borrowed, out: Outgoing, exchange: Exchange) -> None:
    connect, others = out.timeouts
    # Nobody queues for a connection of ours; for one of the caller's the deadline is the limit.
    timeout = {"connect": connect, "read": others, "write": others, "pool": None}
    headers = {**out.headers, "accept-encoding": ACCEPT_ENCODING}
    if out.token is not None:
        headers["authorization"] = f"Bearer {out.token.reveal()}"
    response = await channel.open(out, headers, {"timeout": timeout, "trace": exchange.trace}, exchange)
    try:
        exchange.sent = True
        exchange.headers = {k.lower(): v for k, v in response.headers.items() if k.lower() != "set-cookie"}
        exchange.status = response.status_code
        await _read(response, out.most if response.is_success else min(out.most, LONGEST_FAILURE), exchange)
    finally:
        await response.aclose()


async def _read(response: Any, most: int, exchange: Exchange) -> None:
    # A transport that is no network gives the body whole, and decoded.
    decoded = response.is_stream_consumed
    body = Body("" if decoded else exchange.headers.get("content-encoding", ""), most)
    try:
        await body.read(_one(response.content) if decoded else response.aiter_raw())
    except TooLarge:
        exchange.fault, exchange.reason = "size", f"the reply is larger than max_response_bytes ({most})"
    except BadEncoding as error:
        exchange.fault, exchange.reason = "encoding", str(error)
    finally:
        exchange.content = body.content


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _not_ours(_: logging.LogRecord) -> bool:
    return not _ours.get()


# The libraries' own lines show addresses with search words and cursors, and at the lowest level headers of replies.
for _name in ("", ".connection", ".http11", ".http2", ".proxy", ".socks"):
    for _library in ("httpx", "httpcore", "httpx2", "httpcore2"):
        logging.getLogger(_library + _name).addFilter(_not_ours)
for _name in ("hpack.hpack", "hpack.table"):  # headers of HTTP/2, which a caller's client may speak
    logging.getLogger(_name).addFilter(_not_ours)
