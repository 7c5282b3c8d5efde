"""A transport that answers from memory: what remains is the work of the client itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
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


async def answer(_: object, request: httpx.Request) -> httpx.Response:
    """Read the request and answer it."""
    async for _part in request.stream:  # type: ignore[union-attr]
        pass
    return httpx.Response(200, headers=HEADERS, stream=Body(), extensions={"http_version": b"HTTP/1.1"})


class Memory(httpx.AsyncBaseTransport):
    """The transport."""

    handle_async_request = answer


@contextmanager
def no_network() -> Iterator[None]:
    """Let the transport that httpx uses by itself answer from memory too."""
    kept = httpx.AsyncHTTPTransport.handle_async_request
    httpx.AsyncHTTPTransport.handle_async_request = answer  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        httpx.AsyncHTTPTransport.handle_async_request = kept  # type: ignore[method-assign]
