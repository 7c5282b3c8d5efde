"""Requests and replies in the types of httpx, or of a library with the same ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .attempt import Attempt, PreparedRequest
from .interface import read_body, read_head
from .unread import holds_more

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
Raw = list[tuple[bytes, bytes]]


class Types(NamedTuple):
    """The types of a library that a request is made of."""

    request: Any
    url: Any
    stream: Any


@lru_cache(512)
def _known(kind: Any, url: str) -> Any:
    return kind(url)


class RequestBuilder:
    """Makes the requests of a channel: what `headers=` and `content=` work out each time takes five times as long."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._known: tuple[Any, Any, Raw] = None, None, []

    def make(self, out: PreparedRequest, extensions: dict[str, Any], client: Mapping[str, str] | None = None) -> Any:
        """Make a request.

        Args:
            out: What goes out.
            extensions: The request's extensions.
            client: Headers of the caller's client, which those of `out` go before; the same object as long as they are.
        """
        types, text, content = self._types, out.url.reveal(), out.content or b""
        # Parsing takes as long as all the rest; queries, and addresses that are credentials, are not kept for it.
        url = types.url(text) if "?" in text or out.token is None else _known(types.url, text)
        headers = [(b"host", url.netloc), *self._alike(out.headers, client)]
        if out.content is not None:
            headers.append((b"content-type", out.content_type.encode("ascii")))
        if out.method in WITH_BODY or content:
            headers.append((b"content-length", b"%d" % len(content)))
        if out.token is not None:
            headers.append((b"authorization", out.authorization().encode("ascii")))
        return types.request(out.method, url, headers=headers, stream=types.stream(content), extensions=extensions)

    def _alike(self, headers: Mapping[str, str], client: Mapping[str, str] | None) -> Raw:
        if self._known[0] is not headers or self._known[1] is not client:
            every = {**(client or {}), **headers}
            self._known = headers, client, [(name.encode("ascii"), value.encode()) for name, value in every.items()]
        return self._known[2]


def timeout(out: PreparedRequest) -> dict[str, float | None]:
    """Give the limits of time; nobody queues for a connection of ours, and for a caller's the deadline is the limit."""
    connect, others = out.timeouts
    return {"connect": connect, "read": others, "write": others, "pool": None}


async def take(response: Any, out: PreparedRequest, exchange: Attempt) -> None:
    """Read a reply to its end."""
    try:
        read_head(exchange, response.status_code, response.headers.raw)
        # A transport that is no network gives the body whole, and decoded.
        decoded = response.is_stream_consumed
        parts = _one(response.content) if decoded else response.stream
        await read_body(exchange, out.most, parts, decoded=decoded)
        if holds_more(response):
            await response.extensions["network_stream"].aclose()
    finally:
        await response.aclose()


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
