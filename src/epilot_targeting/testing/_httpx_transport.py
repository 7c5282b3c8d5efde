"""The fake as an httpx transport: in process, without a socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx

from ._object_store import STORE
from ._request_and_response import Reply, Request


class FakeTransport(httpx.AsyncBaseTransport):
    """Sends requests to the fake, or to its object store."""

    def __init__(self, handle: Callable[[Request], Awaitable[Reply]], get_stored: Callable[[Request], Reply]) -> None:
        """Keep the functions that respond to requests. The host of a request decides which of them is called.

        Args:
            handle: Returns the response of the service.
            get_stored: Returns the response of its object store, for large responses.
        """
        self._handle = handle
        self._get_stored = get_stored

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response of the fake, or of its object store, to a request of httpx.

        A request to the host of the object store goes there, and one to any other host to the fake. httpx calls
        this method of a transport in place of sending the request.

        Raises:
            RemoteProtocolError: A fault drops the connection. The operation was carried out.
            UnknownKeyWarning: A key of the body is not in the spec, and warnings are errors.
        """
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Request(request.method, path, query, headers, await request.aread())
        is_stored = f"{request.url.scheme}://{request.url.host}" == STORE
        response = self._get_stored(received) if is_stored else await self._handle(received)
        if response.dropped:
            raise httpx.RemoteProtocolError("the fake closed the connection", request=request)
        return httpx.Response(response.status, headers=dict(response.headers), content=response.body, request=request)
