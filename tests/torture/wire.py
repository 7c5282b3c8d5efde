"""A request to the hostile service, and ways to write a broken response to it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from attrs import define
from torture.payloads import Good


class Asked(NamedTuple):
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


def without_goodbye(sock: Any) -> None:
    """Let the close of a socket be a reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@define
class ResponseWriter:
    """Writes the response to one request, or breaks it. It knows the response of a healthy service.

    Attributes:
        whole: Whether a whole response was written: then the connection stays open for the next request.
        sent: The body that was written last.
    """

    asked: Asked
    good: Good
    writer: asyncio.StreamWriter
    closing: asyncio.Event
    whole: bool = False
    sent: bytes = b""

    @property
    def token(self) -> str:
        """Return the Authorization header, for faults that say it again."""
        return self.asked.headers.get("authorization", "")

    async def answer(self, body: bytes, *headers: str, status: int | None = None, kind: str = "json") -> None:
        """Write a whole response."""
        length = () if status == 204 else (f"content-length: {len(body)}", f"content-type: application/{kind}")
        await self.head(*length, *headers, status=status)
        await self.write(body)
        self.whole, self.sent = True, body

    async def json(self, value: Any) -> None:
        """Write a whole success."""
        await self.answer(json.dumps(value).encode())

    async def head(self, *headers: str, status: int | None = None) -> None:
        """Write the head of a response."""
        lines = [f"HTTP/1.1 {status or self.good.status} X", *headers, "", ""]
        await self.write("\r\n".join(lines).encode())

    async def write(self, data: bytes) -> None:
        """Write bytes."""
        self.writer.write(data)
        await self.writer.drain()

    async def hold(self) -> None:
        """Say nothing more as long as the server is there."""
        await self.closing.wait()

    def reset(self) -> None:
        """Break the connection off with a reset."""
        without_goodbye(self.writer.get_extra_info("socket"))
        self.writer.transport.abort()


Act = Callable[[ResponseWriter], Awaitable[None]]


class Fault(NamedTuple):
    """A fault: whether the operation is carried out first, and what comes instead of its response."""

    carries_out: bool
    act: Act


def into(faults: dict[str, Fault]) -> Callable[[Act], Act]:
    """Return a decorator that registers a fault after which the operation has been carried out."""

    def register(act: Act) -> Act:
        faults[act.__name__] = Fault(carries_out=True, act=act)
        return act

    return register
