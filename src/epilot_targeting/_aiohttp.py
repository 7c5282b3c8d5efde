"""A connection of ours by aiohttp, for `transport="aiohttp"`: a request takes a third of the time that httpx needs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from ._channel import CLOSING, IDLE, proxy_of, take_body, take_head

if TYPE_CHECKING:
    from aiohttp import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from ._exchange import Exchange, Outgoing

LONGEST_LINE = 64 * 1024  # bytes of a line in a reply's head; httpx takes heads of about 100 KB


class _Connector(TCPConnector):
    """Opens one connection, tells how far a request has come, and lets none out twice."""

    current: Exchange

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:
        """Give the connection for a request; what follows in the session is the sending of it, without a pause."""
        if self.current.sent:
            # The session repeats what it takes for idempotent on its own; whether to is decided elsewhere here.
            raise ClientConnectionError("broken off")
        self.current.began = True
        connection = await super().connect(req, traces, timeout)
        self.current.sent = True
        return connection


class AiohttpConnection:
    """A connection of ours by aiohttp."""

    transport = "aiohttp"

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.idle_since = 0.0
        self._parts: tuple[ClientSession, _Connector] | None = None
        self._limits: tuple[tuple[float, float], ClientTimeout] | None = None

    async def exchange(self, out: Outgoing, exchange: Exchange) -> None:
        """Send a request and read the reply to its end."""
        session, connector = self._parts = self._parts or self._open()
        connector.current = exchange
        url = URL(out.url.reveal(), encoded=True)
        response = await session.request(
            out.method,
            url,
            data=out.content,
            headers=out.all_headers(),
            allow_redirects=False,
            timeout=self._timeout(out),
        )
        try:
            take_head(exchange, response.status, response.raw_headers)
            await take_body(exchange, out.most, response.content.iter_any())
        finally:
            response.close()

    def _open(self) -> tuple[ClientSession, _Connector]:
        """Make what the first request needs, in the event loop that it is sent from."""
        options: dict[str, Any] = {}
        if self.base_url.lower().startswith("https:"):
            from ._http import tls_context

            options["ssl"] = tls_context()
        connector = _Connector(limit=1, keepalive_timeout=IDLE, **options)
        session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            proxy=proxy_of(self.base_url),
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
        )
        return session, connector

    def _timeout(self, out: Outgoing) -> ClientTimeout:
        if self._limits is None or self._limits[0] != out.timeouts:
            connect, others = out.timeouts
            self._limits = out.timeouts, ClientTimeout(total=None, connect=connect, sock_read=others)
        return self._limits[1]

    async def aclose(self) -> None:
        """Close it."""
        if self._parts is not None:
            with suppress(Exception):
                async with asyncio.timeout(CLOSING):
                    await self._parts[0].close()
