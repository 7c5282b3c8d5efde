"""A hostile service has the same outcome with each transport, however the bytes of its response are split."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple

import pytest
from facade.environments import LIBRARIES
from facade.stores import CID, JOB, ONCE, failure
from server import HEAD, Script, response

from epilot_targeting import (
    ApiError,
    BadRequestError,
    DecodeError,
    RequestTimeoutError,
    RetryPolicy,
    TargetingClient,
    TargetingError,
    TransportError,
)

pytestmark = pytest.mark.own_connections
Ending = Literal["keep", "close", "reset", "half"]
TWICE = RetryPolicy(attempts=2, backoff=0)
TURNS = 4
"""Turns of the event loop in which the client reads what has arrived."""
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n"
LENGTH = HEAD + b"content-length: %d\r\n" % len(JOB)
PACKED = gzip.compress(JOB)


def chunks(body: bytes, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    """Return a body in chunks of seven bytes."""
    parts = [body[start : start + 7] for start in range(0, len(body), 7)]
    coded = b"".join(b"%x%b\r\n%b\r\n" % (len(part), extension, part) for part in parts)
    return coded + b"0%b\r\n%b\r\n" % (extension, trailers)


class Case(NamedTuple):
    """A response, how the connection ends after it, and the outcome of a read.

    Attributes:
        data: The bytes of the response.
        outcome: The status, or the class of the error with its `applied`.
        attempts: The number of attempts.
        ending: What the service does after the response.
    """

    data: bytes
    outcome: Any
    attempts: int = 1
    ending: Ending = "keep"


def broken(applied: bool | None) -> Any:
    """Return the outcome of a broken connection."""
    return TransportError, applied


BAD = (DecodeError, True)
NO_BODY = b"HTTP/1.1 %d X\r\n%b\r\n"
CASES: dict[str, Case] = {
    "a length": Case(LENGTH + b"\r\n" + JOB, 200),
    "chunks": Case(CHUNKED + b"\r\n" + chunks(JOB), 200),
    "chunk extensions": Case(CHUNKED + b"\r\n" + chunks(JOB, b";name=value"), 200),
    "trailers": Case(CHUNKED + b"\r\n" + chunks(JOB, trailers=b"x-one: 1\r\nx-two: 2\r\n"), 200),
    "malformed trailers": Case(CHUNKED + b"\r\n" + chunks(JOB, trailers=b"no colon\r\n"), broken(True), 2),
    "a negative chunk": Case(CHUNKED + b"\r\n-14\r\n" + JOB + b"\r\n0\r\n\r\n", broken(True), 2),
    "no last chunk": Case(CHUNKED + b"\r\n" + chunks(JOB)[:-5], broken(True), 2, "close"),
    "no end of trailers": Case(CHUNKED + b"\r\n" + chunks(JOB)[:-2], broken(True), 2, "close"),
    "a hint": Case(NO_BODY % (103, b"link: a\r\n") + response(200, JOB), 200),
    "many interim responses": Case(NO_BODY % (102, b"") * 20 + response(200, JOB), 200),
    "an interim response alone": Case(NO_BODY % (103, b""), broken(None), 2, "close"),
    "a switch of protocols": Case(NO_BODY % (101, b"upgrade: x\r\nconnection: upgrade\r\n"), broken(None), 2, "close"),
    "a status of zero": Case(b"HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n", broken(None), 2, "close"),
    "no content": Case(NO_BODY % (204, b""), BAD, 2),
    "no content with a length": Case(NO_BODY % (204, b"content-length: 20\r\n"), BAD, 2),
    "not modified": Case(NO_BODY % (304, b"content-length: 20\r\n"), (ApiError, None)),
    "a reset without a body": Case(NO_BODY % (205, b""), broken(None), 2, "reset"),
    "a close after a length": Case(LENGTH + b"connection: close\r\n\r\n" + JOB, 200, 1, "close"),
    "a close that ends the body": Case(HEAD + b"connection: close\r\n\r\n" + JOB, 200, 1, "close"),
    "half a close that ends the body": Case(HEAD + b"\r\n" + JOB, 200, 1, "half"),
    "half a close in the body": Case(LENGTH + b"\r\n" + JOB[:-1], broken(True), 2, "half"),
    "half a close in the head": Case(LENGTH, broken(None), 2, "half"),
    "a reset in the body": Case(LENGTH + b"\r\n" + JOB[:-1], broken(True), 2, "reset"),
    "a reset that ends the body": Case(HEAD + b"\r\n" + JOB, broken(True), 2, "reset"),
    "a reset in the head": Case(LENGTH, broken(None), 2, "reset"),
    "HTTP/1.0": Case(b"HTTP/1.0 200 X\r\n\r\n" + JOB, 200, 1, "close"),
    "HTTP/1.0 with a length": Case(LENGTH.replace(b"/1.1", b"/1.0") + b"\r\n" + JOB, 200, 1, "close"),
    "HTTP/1.0 that keeps": Case(LENGTH.replace(b"/1.1", b"/1.0") + b"connection: keep-alive\r\n\r\n" + JOB, 200),
    "keep-alive": Case(LENGTH + b"connection: keep-alive\r\nkeep-alive: timeout=5, max=1\r\n\r\n" + JOB, 200),
    "two lengths": Case(LENGTH + b"content-length: 21\r\n\r\n" + JOB, broken(None), 2),
    "a signed length": Case(HEAD + b"content-length: +20\r\n\r\n" + JOB, broken(None), 2),
    "gzip": Case(CHUNKED + b"content-encoding: gzip\r\n\r\n" + chunks(PACKED), 200),
    "gzip and other data": Case(CHUNKED + b"content-encoding: gzip\r\n\r\n" + chunks(PACKED + b"junk"), BAD, 2),
    "gzip that is cut": Case(CHUNKED + b"content-encoding: gzip\r\n\r\n" + chunks(PACKED[:-4]), BAD, 2),
    "a failure that is cut": Case(
        b"HTTP/1.1 400 X\r\ncontent-length: 9\r\n\r\n{}", (BadRequestError, False), 1, "close"
    ),
}


class Hostile(Script):
    """A service that sends the bytes of a case on each connection, after one usual response if asked for."""

    def __init__(self, case: Case, *, split: bool = False, first: bool = False) -> None:
        super().__init__()
        self._case, self._split, self._first = case, split, first

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        data, ending = self._case.data, self._case.ending
        while True:
            await reader.readuntil(b"\r\n\r\n")
            if self._first:
                self._first = False
                writer.write(response(200, JOB))
                continue
            size = 1 if self._split else len(data)
            for start in range(0, len(data), size):
                writer.write(data[start : start + size])
                await turns()
            if ending != "keep":
                break
        await end(ending, reader, writer)


async def turns() -> None:
    """Let the client read what has arrived."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def end(ending: Ending, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """End a connection in some way."""
    if ending == "half" and not writer.transport.is_closing():
        writer.write_eof()
        await reader.read()
    if ending == "reset":
        sock = writer.get_extra_info("socket")
        if sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    writer.close()


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("first", [False, True], ids=["first", "later"])
@pytest.mark.parametrize("split", [False, True], ids=["whole", "by bytes"])
@pytest.mark.parametrize("name", CASES)
async def test_the_outcome_is_that_of_each_transport(name: str, split: bool, first: bool, library: Any) -> None:
    """A response has the same outcome with each transport, on a new connection and on an open one, in any pieces."""
    case = CASES[name]
    async with Hostile(case, split=split, first=first) as server:
        options: dict[str, Any] = {"base_url": server.address, "transport": library, "retry": TWICE, "timeout": 5}
        async with TargetingClient("t", **options) as client:
            if first:
                await client.get_campaign_job_status(CID)
            try:
                found = await client.raw.get_campaign_job_status(CID)
            except TargetingError as error:
                outcome: Any = (type(error), error.applied)
                attempts = error.attempts
            else:
                outcome, attempts = found.status_code, found.attempts
                assert JOB == found.content
    assert (case.outcome, case.attempts) == (outcome, attempts)


SILENT: dict[str, tuple[bytes, bool | None]] = {
    "a hint": (NO_BODY % (103, b"link: a\r\n"), None),
    "a part of a hint": ((NO_BODY % (103, b"link: a\r\n"))[:-4], None),
    "a hint and part of a head": (NO_BODY % (103, b"") + LENGTH, None),
    "a hint and part of a body": (NO_BODY % (103, b"") + LENGTH + b"\r\n" + JOB[:-1], True),
    "a head": (LENGTH + b"\r\n", True),
    "a part of a body": (LENGTH + b"\r\n" + JOB[:-1], True),
    "a part of a chunk": (CHUNKED + b"\r\n" + chunks(JOB)[:-9], True),
}
"""What a service sends before it falls silent, and `applied` of a write."""


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("first", [False, True], ids=["first", "later"])
@pytest.mark.parametrize("name", SILENT)
async def test_a_service_that_falls_silent(name: str, first: bool, library: Any) -> None:
    """The read timeout passes, wherever the response stops, with each transport."""
    data, applied = SILENT[name]
    async with Hostile(Case(data, None), first=first) as server:
        options: dict[str, Any] = {"base_url": server.address, "transport": library, "retry": ONCE, "deadline": 2}
        async with TargetingClient("t", **options) as client:
            if first:
                await client.get_campaign_job_status(CID)
            error = await failure(client, timeout=(5, 0.05))
    assert (RequestTimeoutError, "read", applied) == (type(error), error.limit, error.applied)


DRIPS: dict[str, tuple[bytes, bytes, bool | None]] = {
    "interim responses": (b"", NO_BODY % (102, b""), None),
    "a head": (b"HTTP/1.1 200 X\r\nx-long: ", b"a", None),
    "a body": (HEAD + b"content-length: 999999\r\n\r\n", b" ", True),
    "chunks": (CHUNKED + b"\r\n", b"1\r\n \r\n", True),
}
"""How a response begins, what follows again and again, and `applied` of a write."""


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", DRIPS)
async def test_a_response_that_drips(name: str, library: Any, advance: Callable[[float], Awaitable[None]]) -> None:
    """The deadline ends a response that never ends, although data arrives in time, with each transport."""
    begin, more, applied = DRIPS[name]
    dripping = asyncio.Event()

    class Dripping(Script):
        async def _serve_connection(self, reader: Any, writer: Any, connection: int) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(begin)
            while not writer.transport.is_closing():
                for _ in range(TURNS):
                    writer.write(more)
                    await turns()
                dripping.set()

    async with Dripping() as server:
        options: dict[str, Any] = {"base_url": server.address, "transport": library, "retry": ONCE}
        async with TargetingClient("t", deadline=20, timeout=30, **options) as client:
            call = asyncio.create_task(failure(client))
            await dripping.wait()
            await advance(20)
            error = await call
    assert (RequestTimeoutError, "deadline", applied) == (type(error), error.limit, error.applied)
