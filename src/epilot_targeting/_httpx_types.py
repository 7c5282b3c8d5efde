"""Requests and replies in the types of httpx, or of a library with the same ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any, NamedTuple

from ._channel import take_body, take_head
from ._exchange import Exchange, Outgoing

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


@lru_cache(512)
def _known(kind: Any, url: str) -> Any:
    return kind(url)


class Types(NamedTuple):
    """The types of a library that a request is made of."""

    request: Any
    url: Any
    stream: Any

    def make(self, out: Outgoing, headers: dict[str, str], extensions: dict[str, Any]) -> Any:
        """Make a request from whole headers: what `headers=` and `content=` add by themselves takes four times as long.

        Args:
            out: What goes out.
            headers: All headers but for the two that follow from address and content.
            extensions: The request's extensions.
        """
        text = out.url.reveal()
        # Parsing takes as long as all the rest; queries, and addresses that are credentials, are not kept for it.
        url = self.url(text) if "?" in text or out.token is None else _known(self.url, text)
        content = out.content or b""
        headers["host"] = url.netloc.decode("ascii")
        if out.method in WITH_BODY:
            headers["content-length"] = str(len(content))
        return self.request(out.method, url, headers=headers, stream=self.stream(content), extensions=extensions)


def timeout(out: Outgoing) -> dict[str, float | None]:
    """Give the limits of time; nobody queues for a connection of ours, and for a caller's the deadline is the limit."""
    connect, others = out.timeouts
    return {"connect": connect, "read": others, "write": others, "pool": None}


async def take(response: Any, out: Outgoing, exchange: Exchange) -> None:
    """Read a reply to its end."""
    try:
        take_head(exchange, response.status_code, response.headers.raw)
        # A transport that is no network gives the body whole, and decoded.
        decoded = response.is_stream_consumed
        parts = _one(response.content) if decoded else response.stream
        await take_body(exchange, out.most, parts, decoded=decoded)
    finally:
        await response.aclose()


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
