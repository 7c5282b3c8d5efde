"""Transports that answer from memory: what remains is the work of the client itself."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any
from unittest.mock import patch

import httpx
from benchmarks import data
from benchmarks.loopback import Conversation, Service

HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", b"%d" % len(data.MATCHES)),
    (b"date", b"Wed, 01 May 2024 10:11:12 GMT"),
    (b"x-amzn-requestid", data.uuid(6).encode()),
]


class Body(httpx.AsyncByteStream):
    """A body that has to be read, as one from a socket."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield data.MATCHES


async def answer(_: object, request: httpx.Request) -> httpx.Response:
    """Read the request and answer it."""
    async for _part in request.stream:  # type: ignore[union-attr]
        pass
    return httpx.Response(200, headers=HEADERS, stream=Body(), extensions={"http_version": b"HTTP/1.1"})


class Memory(httpx.AsyncBaseTransport):
    """The transport."""

    handle_async_request = answer


class Wire(asyncio.Transport):
    """The transport of one end of a connection in memory. What is written here arrives at the other end."""

    def __init__(self, protocol: asyncio.Protocol, extra: dict[str, Any]) -> None:
        super().__init__(extra)
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._arrived = b""
        self._is_paused = self._is_closed = False
        self.other = self

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        self._loop.call_soon(self.other.arrive, bytes(data))

    def arrive(self, data: bytes) -> None:
        """Hand data to the protocol, unless it has paused reading."""
        self._arrived += data
        if self._arrived and not (self._is_paused or self._is_closed):
            data, self._arrived = self._arrived, b""
            self._protocol.data_received(data)

    def pause_reading(self) -> None:
        self._is_paused = True

    def resume_reading(self) -> None:
        if self._is_paused:
            self._is_paused = False
            self._loop.call_soon(self.arrive, b"")

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Do nothing: all that is written has left."""

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close


@asynccontextmanager
async def no_network() -> AsyncIterator[str]:
    """Let connections that the running event loop opens end in memory; give the address.

    It is the lowest place that all libraries share, and so it is the same for all of them: each keeps its connection
    open, with its own pool, protocol, buffers and parser. Only the kernel is left out, but for the question whether a
    socket has data, which each asks of a real one.
    """
    loop, service = asyncio.get_running_loop(), Service(0.0, data.PAGE_SIZE)
    with ExitStack() as stack:

        async def connect(factory: Callable[[], Any], *_: Any, sock: socket.socket | None = None, **__: Any) -> Any:
            pair = [stack.enter_context(one) for one in socket.socketpair()]
            protocol, peer = factory(), Conversation(service)
            near, far = Wire(protocol, {"socket": sock or pair[0]}), Wire(peer, {})
            near.other, far.other = far, near
            protocol.connection_made(near)
            peer.connection_made(far)
            return near, protocol

        # aiohttp connects its sockets by itself.
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        stack.enter_context(patch.object(loop, "create_connection", connect))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
