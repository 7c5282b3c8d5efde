"""A connection of ours by aiohttp, for `transport="aiohttp"`: a request takes a third of the time that httpx needs."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from aiohttp import ClientOSError, ClientSession, ClientTimeout, DummyCookieJar, ThreadedResolver
from yarl import URL

from .aiohttp_connector import Connector, proxy_for
from .interface import CLOSING, IDLE, read_body, read_head

if TYPE_CHECKING:
    from .attempt import Attempt, PreparedRequest

LONGEST_LINE = 64 * 1024  # bytes of a line in a reply's head; httpx takes heads of about 100 KB
ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""What aiohttp would add to a request by itself, a type for a body that there is none of among it."""
LARGE = 2**20  # bytes of a body from which on aiohttp warns of one that is given as bytes, which it writes at once


def _body(content: bytes | None) -> bytes | BytesIO | None:
    return content if content is None or len(content) <= LARGE else BytesIO(content)


class AiohttpConnection:
    """A connection of ours by aiohttp."""

    transport = "aiohttp"

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.idle_since = 0.0
        self._parts: tuple[ClientSession, Connector] | None = None
        self._limits: tuple[tuple[float, float], ClientTimeout] | None = None

    async def exchange(self, out: PreparedRequest, exchange: Attempt) -> None:
        """Send a request and read the reply to its end."""
        session, connector = self._parts = self._parts or self._open()
        connector.begin(exchange, out.timeouts[1])
        try:
            await self._exchange(session, connector, out, exchange)
        finally:
            connector.end()

    async def _exchange(
        self, session: ClientSession, connector: Connector, out: PreparedRequest, exchange: Attempt
    ) -> None:
        response = await session.request(
            out.method,
            URL(out.url.reveal(), encoded=True),
            data=_body(out.content),
            headers=out.all_headers(),
            allow_redirects=False,
            timeout=self._timeout(out),
        )
        try:
            read_head(exchange, response.status, response.raw_headers)
            await read_body(exchange, out.most, response.content.iter_any())
            if {"content-length", "transfer-encoding"}.isdisjoint(exchange.headers):
                # It ended with the connection; aiohttp takes one that was broken off for an end like another.
                error = None if connector.protocol is None else connector.protocol.exception()
                if isinstance(error, ClientOSError):
                    raise error
        finally:
            response.close()

    def _open(self) -> tuple[ClientSession, Connector]:
        """Make what the first request needs, in the event loop that it is sent from."""
        proxy = proxy_for(self.base_url)
        options: dict[str, Any] = {}
        if self.base_url.lower().startswith("https:"):
            from .httpx_connection import tls_context

            options["ssl"] = tls_context()
        # The other resolver, which it takes where aiodns is installed, has threads of its own, which no fork survives.
        connector = Connector(limit=1, keepalive_timeout=IDLE, resolver=ThreadedResolver(), **options)
        connector.keep_responses_apart()
        session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=ADDED,
            proxy=proxy,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
        )
        return session, connector

    def _timeout(self, out: PreparedRequest) -> ClientTimeout:
        if self._limits is None or self._limits[0] != out.timeouts:
            connect, others = out.timeouts
            # Without a threshold those over 5 s would be rounded up to whole seconds of the loop's clock.
            limits = ClientTimeout(total=None, connect=connect, sock_read=others, ceil_threshold=math.inf)
            self._limits = out.timeouts, limits
        return self._limits[1]

    def rest(self) -> bool:
        """Begin to wait for the next request; return whether there can be one."""
        return self._parts is not None and self._parts[1].rest()

    async def aclose(self) -> None:
        """Close it."""
        if self._parts is not None:
            connector = self._parts[1]
            connector.abort()
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await connector.close()
