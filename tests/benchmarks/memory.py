"""A transport that answers from memory: what remains is the work of the client itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import httpx
import httpx2
from benchmarks import data

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


class Body2(httpx2.AsyncByteStream):
    """The same for httpx2."""

    __aiter__ = Body.__aiter__


async def answer(_: object, request: httpx.Request) -> httpx.Response:
    """Read the request and answer it."""
    async for _part in request.stream:  # type: ignore[union-attr]
        pass
    return httpx.Response(200, headers=HEADERS, stream=Body(), extensions={"http_version": b"HTTP/1.1"})


async def answer2(_: object, request: httpx2.Request) -> httpx2.Response:
    """Read the request of httpx2 and answer it."""
    async for _part in request.stream:  # type: ignore[union-attr]
        pass
    return httpx2.Response(200, headers=HEADERS, stream=Body2(), extensions={"http_version": b"HTTP/1.1"})


class Memory(httpx.AsyncBaseTransport):
    """The transport."""

    handle_async_request = answer


@contextmanager
def no_network() -> Iterator[None]:
    """Let the transports that httpx and httpx2 use by themselves answer from memory too."""
    with (
        patch.object(httpx.AsyncHTTPTransport, "handle_async_request", answer),
        patch.object(httpx2.AsyncHTTPTransport, "handle_async_request", answer2),
    ):
        yield
