"""The caller's HTTP client: httpx's, or one of a library with the same interface."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from .attempt import Attempt, PreparedRequest
from .httpx_requests import Raw, RequestBuilder, Types, take, timeout

KNOWN = ("httpx", "httpx2")
"""Libraries whose own classes make a request of nothing but the client's headers, parameters and cookies."""

SET = frozenset({"authorization", "content-length", "content-type", "host"})
"""Headers that each request sets anew."""


class CallersClient:
    """The caller's HTTP client, which is never closed here."""

    def __init__(self, client: Any, *, bare: bool = False) -> None:
        self.client = client
        self._bare = bare
        self._plain = not bare and _is_plain(type(client))
        self._maker: RequestBuilder | None = None
        self._headers: tuple[Raw, dict[str, str]] = [], {}

    async def exchange(self, out: PreparedRequest, exchange: Attempt) -> None:
        """Send a request and read the reply to its end."""
        client = self.client
        if client.is_closed:
            raise RuntimeError("http_client is closed")
        extensions = {"timeout": timeout(out), "trace": exchange.trace}
        if self._plain and not (client.params or len(client.cookies.jar) or any(client.event_hooks.values())):
            # Its transport takes the request at once: all that `send` would do besides is undone or not wanted here,
            # and takes as long as all that is.
            request = self._made(out, extensions)
            exchange.handed = True
            response = await client._transport_for_url(request.url).handle_async_request(request)
        else:
            response = await self._sent(out, extensions, exchange)
        await take(response, out, exchange)

    def _made(self, out: PreparedRequest, extensions: dict[str, Any]) -> Any:
        """Make the request that the client would make."""
        if self._maker is None:
            request = self.client.build_request("POST", out.url.reveal(), content=b"{}")
            self._maker = RequestBuilder(Types(type(request), type(request.url), type(request.stream)))
        raw = self.client.headers.raw
        if self._headers[0] != raw:
            self._headers = raw, {name: value for name, value in self.client.headers.items() if name not in SET}
        return self._maker.make(out, extensions, self._headers[1])

    async def _sent(self, out: PreparedRequest, extensions: dict[str, Any], exchange: Attempt) -> Any:
        """Have the client make and send the request; give the reply's head."""
        client = self.client
        named: dict[str, Any] = {"headers": out.all_headers(), "content": out.content, "extensions": extensions}
        request = client.build_request(out.method, out.url.reveal(), **named)
        if self._bare:
            # Made by its class alone: the client's own headers, parameters and cookies stay out.
            request = type(request)(out.method, out.url.reveal(), **named)
        jar, exchange.handed = client.cookies.jar, True
        before = {(cookie.domain, cookie.path, cookie.name): cookie for cookie in jar}
        try:
            response = await client.send(request, stream=True, auth=None, follow_redirects=False)
        except Exception as error:
            response = getattr(error, "response", None)  # a hook of the caller's refused a reply that did come
            if response is None:
                raise
        # No cookie is kept; one of the caller's that the reply replaced comes back.
        for cookie in response.cookies.jar:
            place = cookie.domain, cookie.path, cookie.name
            with suppress(KeyError):
                jar.clear(*place)
            if place in before:
                jar.set_cookie(before[place])
        return response

    async def aclose(self) -> None:
        """Leave it to the caller."""


def _is_plain(kind: Any) -> bool:
    """Tell whether a class is the library's own, and nothing stands in the place of its methods, as tracing puts it."""
    if kind.__module__ not in KNOWN:
        return False
    own = (kind.__init__, kind.build_request, kind.send, getattr(kind, "_transport_for_url", None))
    return len({getattr(getattr(method, "__code__", None), "co_filename", method) for method in own}) == 1


def may_carry_payload(client: Any) -> bool:
    """Tell whether a caller's client sends a request as it is: a hook of its own could add the token to it."""
    return not client.event_hooks.get("request")
