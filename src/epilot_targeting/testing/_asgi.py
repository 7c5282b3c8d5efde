"""The fake as an ASGI app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ._request_and_response import Reply, Request

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
NO_CONTENT = 204  # has no content-length
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def serve(handle: Callable[[Request], Awaitable[Reply]], at_shutdown: Callable[[], None] = lambda: None) -> App:
    """Return an ASGI app that responds to HTTP requests with `handle`, for any ASGI server.

    Args:
        handle: Returns the response to a request. The app raises its exceptions to the server.
        at_shutdown: Called when the server shuts down, to save the state. The app raises its exceptions to the server.
            Default: nothing is done.
    """

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Respond to one HTTP request, or to the start and the shutdown of the server.

        The server calls this once for each request, and once for its start and shutdown. A request that breaks off gets
        no response. Exceptions of `handle` and `at_shutdown` are raised.

        Raises:
            ValueError: The connection has another protocol, such as WebSocket.
        """
        if scope["type"] == "lifespan":
            await _run_lifespan(receive, send, at_shutdown)
        elif scope["type"] == "http":
            request = await _read_request(scope, receive)
            if request is not None:
                await _send_response(await handle(request), send)
        else:
            raise ValueError(f"the fake supports HTTP only, not {scope['type']}")

    return app


async def _run_lifespan(receive: Receive, send: Send, at_shutdown: Callable[[], None]) -> None:
    """Confirm the start and the shutdown of the server, as ASGI asks. Return after the shutdown.

    Call `at_shutdown` before the shutdown is confirmed. Its exception is raised, and the shutdown is not confirmed.
    """
    while True:
        kind = (await receive())["type"]
        if kind == "lifespan.shutdown":
            at_shutdown()
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _read_request(scope: dict[str, Any], receive: Receive) -> Request | None:
    """Return the request of an ASGI scope with its whole body.

    Return None if the connection was closed before the end of the body, or if the body has another length than
    `content-length` says.
    """
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if len(body) != int(headers.get("content-length", len(body))):
        return None
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    return Request(scope["method"], path, scope.get("query_string", b"").decode("latin-1"), headers, body)


async def _send_response(response: Reply, send: Send) -> None:
    """Send a response to the server by `send`.

    If the response is `dropped`, send only its status and headers, so that the server closes the connection.
    """
    # A dropped connection: the body is shorter than its content-length, so the server closes the connection.
    length = str(len(response.body) + 1 if response.dropped else len(response.body)).encode()
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    head = pairs if response.status == NO_CONTENT else [*pairs, (b"content-length", length)]
    await send({"type": "http.response.start", "status": response.status, "headers": head})
    if not response.dropped:
        await send({"type": "http.response.body", "body": response.body})
