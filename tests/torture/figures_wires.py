"""A server on loopback without tasks: a function answers each request, and may break the connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import NamedTuple

from torture.figures_calls import response_of

AT_ONCE = struct.pack("ii", 1, 0)  # as SO_LINGER: closing throws away what was not sent, and resets the connection


class Asked(NamedTuple):
    """A request."""

    nonce: str
    call: str
    connection: int


class Wire(asyncio.Protocol):
    """One connection, seen from the server."""

    def __init__(self, server: Wires) -> None:
        self.server = server
        self.number = 0
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.server.joined(self)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        head, found, rest = self._waiting.partition(b"\r\n\r\n")
        fields = (line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:])
        headers = {name.lower(): value for name, _, value in fields}
        length = int(headers.get("content-length", 0))
        if found and len(rest) >= length:
            self._waiting = rest[length:]
            asked = Asked(headers.get("x-nonce", ""), headers.get("x-call", ""), self.number)
            self.server.answer(asked, self)

    def connection_lost(self, _: Exception | None) -> None:
        self.server.left(self)

    def send(self, data: bytes) -> None:
        """Send something."""
        self._transport.write(data)

    def end(self) -> None:
        """Send what is still to be sent, and close."""
        self._transport.close()

    def reset(self) -> None:
        """Break the connection off."""
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self._transport.abort()


def agree(asked: Asked, wire: Wire) -> None:
    """Answer as a service does that has nothing to object."""
    wire.send(response_of(asked.call, asked.nonce))


class Wires:
    """The server."""

    def __init__(
        self, answer: Callable[[Asked, Wire], None] = agree, join: Callable[[Wire], None] | None = None
    ) -> None:
        self.answer = answer
        self.open: set[Wire] = set()
        self.most_open = 0
        self.connections = 0
        self._join = join
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Wires:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Wire(self), "127.0.0.1", 0, backlog=1000)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close all connections."""
        for wire in self.open:
            wire.end()
        await self.until_all_left()

    async def until_all_left(self) -> None:
        """Wait until no connection is open."""
        async with asyncio.timeout(10):
            while self.open:
                self._changed.clear()
                await self._changed.wait()

    def joined(self, wire: Wire) -> None:
        """Note a new connection."""
        self.connections += 1
        wire.number = self.connections
        self.open.add(wire)
        self.most_open = max(self.most_open, len(self.open))
        if self._join is not None:
            self._join(wire)

    def left(self, wire: Wire) -> None:
        """Note a connection that is gone."""
        self.open.discard(wire)
        self._changed.set()
