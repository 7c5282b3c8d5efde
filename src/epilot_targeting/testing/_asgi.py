"""The fake as an ASGI app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ._messages import Reply, Request

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
NO_CONTENT = 204  # has no content-length
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def serve(handle: Callable[[Request], Awaitable[Reply]]) -> App:
    """Return the ASGI app that responds with `handle`."""

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await _answer(await handle(await _read(scope, receive)), send)
        else:
            raise ValueError(f"the fake speaks HTTP only, not {scope['type']}")

    return app


async def _live(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _read(scope: dict[str, Any], receive: Receive) -> Request:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    return Request(scope["method"], path, scope.get("query_string", b"").decode("latin-1"), headers, body)


async def _answer(reply: Reply, send: Send) -> None:
    # A dropped connection: the body is shorter than its content-length, so the server closes the connection.
    length = str(len(reply.body) + 1 if reply.dropped else len(reply.body)).encode()
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    head = pairs if reply.status == NO_CONTENT else [*pairs, (b"content-length", length)]
    await send({"type": "http.response.start", "status": reply.status, "headers": head})
    if not reply.dropped:
        await send({"type": "http.response.body", "body": reply.body})
