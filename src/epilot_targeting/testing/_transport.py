"""The fake as an httpx transport: in process, without a socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx

from ._messages import Reply, Request
from ._payloads import STORE


class FakeTransport(httpx.AsyncBaseTransport):
    """Send requests to the fake or to its object store."""

    def __init__(self, handle: Callable[[Request], Awaitable[Reply]], payload: Callable[[Request], Reply]) -> None:
        self._handle = handle
        self._payload = payload

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of httpx."""
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, path, query, headers, await request.aread())
        stored = f"{request.url.scheme}://{request.url.host}" == STORE
        reply = self._payload(asked) if stored else await self._handle(asked)
        if reply.dropped:
            raise httpx.RemoteProtocolError("the fake closed the connection", request=request)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body, request=request)
