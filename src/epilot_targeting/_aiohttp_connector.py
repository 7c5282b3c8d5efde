"""What opens a connection by aiohttp: once a request, and so that it can be told how far the request has come."""

from __future__ import annotations

import asyncio
import os
import select
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from aiohttp import ClientConnectionError, TCPConnector
from yarl import URL

from ._channel import proxy_of

if TYPE_CHECKING:
    from aiohttp import ClientRequest, ClientTimeout
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from ._exchange import Exchange


_connectors: WeakSet[Connector] = WeakSet()


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

    current: Exchange | None = None
    protocol: ResponseHandler | None = None
    _transport: asyncio.Transport | None = None  # which the protocol forgets when it closes it
    _patience = 0.0
    _check: asyncio.TimerHandle | None = None

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:
        """Give the connection for a request; what follows in the session is the sending of it, without a pause."""
        exchange = self.current
        if exchange is None or exchange.began:
            # The session repeats what it takes for idempotent on its own; whether to is decided elsewhere here.
            raise ClientConnectionError("broken off")
        exchange.began = True
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is self.protocol and _is_over(connection.protocol):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        exchange.sent = True
        self.protocol, self._transport = connection.protocol, connection.transport
        _connectors.add(self)
        self._check = asyncio.get_running_loop().call_later(self._patience, self._check_sent)
        return connection

    def begin(self, exchange: Exchange, patience: float) -> None:
        """Take note of an exchange, and of the seconds that its request has to leave."""
        self.current, self._patience = exchange, patience

    def end(self) -> None:
        """Take note that the exchange has ended."""
        self.current = None
        if self._check is not None:
            self._check.cancel()

    def abort(self) -> None:
        """Close what the last request went out on: what waits there to be sent is not to be sent any more."""
        if self._transport is not None:
            self._transport.abort()

    def leave_socket(self) -> None:
        """Put an ended socket in the place of the one that is open, without a word to the other side."""
        sock = None if self._transport is None else self._transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            ended, other = socket.socketpair()
            with ended, other:
                ended.setblocking(False)
                os.dup2(ended.fileno(), sock.fileno(), inheritable=False)

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


def leave_sockets() -> None:
    """Let a forked process hold none of its parent's sockets.

    On Linux the two share what their event loop waits on (epoll), so a child that goes on with the parent's loop is
    told of the parent's responses too. It would read them from the socket that both hold, and the parent would wait
    for them until its timeout. To unregister the socket would take it from the parent as well.
    """
    for connector in tuple(_connectors):
        connector.leave_socket()


with suppress(AttributeError):  # systems without forks lack it
    os.register_at_fork(after_in_child=leave_sockets)


def _is_over(protocol: ResponseHandler | None) -> bool:
    """Tell whether a connection was closed, or something has come that nobody asked for, since its last use."""
    if protocol is None or protocol.transport is None or protocol.should_close:
        return True
    sock = protocol.transport.get_extra_info("socket")
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


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
