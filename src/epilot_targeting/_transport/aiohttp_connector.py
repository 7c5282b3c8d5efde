"""What opens a connection by aiohttp: once a request, and so that it can be told how far the request has come."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientConnectionError, TCPConnector
from yarl import URL

from .aiohttp_protocol import Protocol
from .attempt import UnexpectedData
from .interface import is_readable, proxy_of

if TYPE_CHECKING:
    from aiohttp import ClientRequest, ClientTimeout
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from .attempt import Attempt


class ProxyError(ClientConnectionError):
    """The proxy that the environment names can't be used."""


class WriteTimeout(ClientConnectionError):
    """A request did not leave in time."""


class Connector(TCPConnector):
    """Opens one connection, tells how far a request has come, and lets none out twice.

    Attributes:
        current: The exchange under way.
        protocol: What the last request went out on.
    """

    current: Attempt | None = None
    protocol: Protocol | None = None
    _transport: asyncio.Transport | None = None  # which the protocol forgets when it closes it
    _patience = 0.0
    _check: asyncio.TimerHandle | None = None
    _factory: Any

    def keep_responses_apart(self) -> None:
        """Make connections of our protocol."""
        self._factory = partial(Protocol, loop=asyncio.get_running_loop())

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:
        """Give the connection for a request; what follows in the session is the sending of it, without a pause."""
        exchange = self.current
        if exchange is None or exchange.began:
            # The session repeats what it takes for idempotent on its own; whether to is decided elsewhere here.
            raise ClientConnectionError("broken off")
        exchange.began = True
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is self.protocol and (not connection.transport or is_readable(connection.transport)):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        if connection.protocol is not self.protocol and _was_greeted(connection.transport):
            connection.close()
            raise UnexpectedData
        exchange.sent = True
        self.protocol, self._transport = cast("Protocol", connection.protocol), connection.transport
        self._check = asyncio.get_running_loop().call_later(self._patience, self._check_sent)
        return connection

    def begin(self, exchange: Attempt, patience: float) -> None:
        """Take note of an exchange, and of the seconds that its request has to leave."""
        self.current, self._patience = exchange, patience

    def end(self) -> None:
        """Take note that the exchange has ended."""
        self.current = None
        if self._check is not None:
            self._check.cancel()

    def rest(self) -> bool:
        """Begin to wait for the next request; return whether there can be one."""
        return self.protocol is not None and self.protocol.rest()

    def abort(self) -> None:
        """Close what the last request went out on: what waits there to be sent is not to be sent any more."""
        if self._transport is not None:
            self._transport.abort()

    def _check_sent(self) -> None:
        # aiohttp itself has no limit for this.
        if self.protocol is not None and self._transport is not None and self._transport.get_write_buffer_size():
            self.protocol.set_exception(WriteTimeout())
            self._transport.abort()

    @property
    def closed(self) -> bool:
        """Whether no request is under way: sessions complain of an open one, also where nobody could close it."""
        return self.current is None

    def __del__(self, _: Any = None) -> None:
        """Leave the sockets to asyncio: in a forked process, aiohttp's way would end the connections of the parent."""


def _was_greeted(transport: asyncio.Transport | None) -> bool:
    """Return whether something has arrived on a new connection; under TLS it may be a session ticket."""
    return transport is None or (transport.get_extra_info("ssl_object") is None and is_readable(transport))


def proxy_for(base_url: str) -> URL | None:
    """Give the proxy that the environment names.

    Raises:
        ProxyError: It is none that aiohttp could use.
    """
    found = proxy_of(base_url)
    if found is None:
        return None
    with suppress(ValueError):
        proxy = URL(found)
        if proxy.scheme in ("http", "https") and proxy.host:
            return proxy
    # Its own words would show the address, which may hold a password.
    raise ProxyError("the proxy named by the environment can't be used: aiohttp takes http:// and https:// only")
