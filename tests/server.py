"""A server on raw sockets: it keeps the requests, and answers with exactly the bytes that it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from epilot_targeting import RetryPolicy

NOW = RetryPolicy(backoff=0)
"""Repeats without a pause."""
HANG = b"hang"
CLOSE = b"close"
HEAD = b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\n"
"""The beginning of a success."""


class Seen(NamedTuple):
    """A request as it came over the wire."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]


def response(status: int = 200, body: bytes = b"{}", *headers: str, media_type: str = "application/json") -> bytes:
    """Return the bytes of a response."""
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", f"content-type: {media_type}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def page(results: list[Any], following: Any = None, **more: Any) -> bytes:
    """Return the bytes of a page."""
    return response(200, json.dumps({"results": results, "next": following, **more}).encode())


def any_body(**members: Any) -> Any:
    """Return a body whose members type checkers do not check."""
    return members


class Script:
    """The server; `answer` gives the bytes for each request.

    Attributes:
        closes: Whether a connection ends after bytes that say so, or that are no response.
    """

    closes = True

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.answer: Callable[[Seen], bytes] = lambda _: response()
        self.open = 0
        self.connections = 0
        self.changed = asyncio.Event()

    async def __aenter__(self) -> Script:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._tasks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something about the requests or connections."""
        async with asyncio.timeout(10):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open += 1
        try:
            await self._serve_connection(reader, writer, self.connections)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self.open -= 1
            self.changed.set()

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.seen.append(Seen(head[0], headers, body, connection))
            self.changed.set()
            answer = self.answer(self.seen[-1])
            if answer == HANG:
                await reader.read()
            if answer in (HANG, CLOSE):
                return
            writer.write(answer)
            await writer.drain()
            if self.closes and (b"connection: close" in answer or not answer.startswith(b"HTTP")):
                return
