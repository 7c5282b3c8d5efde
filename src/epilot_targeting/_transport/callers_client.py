"""Send requests by the caller's HTTP client: one of httpx, or of a library with the same API, such as httpx2."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeAlias

from ..errors import ClientClosedError
from .attempt import Attempt, PreparedRequest
from .httpx_requests import Raw, RequestBuilder, Types, httpx_timeouts, read_httpx_response
from .tracing_tools import LIBRARIES, hide_query, is_recorded, sends_as_library

REPLACED_HEADERS = frozenset({"authorization", "content-length", "content-type", "host"})
"""Headers of the client that every request replaces."""
Cookies: TypeAlias = "dict[tuple[str, str, str], Any]"
"""Cookies of a caller's client, by domain, path and name."""


class CallersClient:
    """A transport that sends by the caller's client, and never closes it.

    Args:
        client: The client: an `httpx.AsyncClient`, or one of httpx2.
        without_defaults: Whether the client's own headers, parameters and cookies are left out. Default: False.
    """

    def __init__(self, client: Any, *, without_defaults: bool = False) -> None:
        """Keep the client, and whether its class is an unmodified one of a known library.

        Args:
            client: The caller's `httpx.AsyncClient`, or one of httpx2.
            without_defaults: Whether the client's own headers, parameters and cookies are left out.
        """
        from .deferred_cancellation import defer_cancellation  # only a caller's client needs it

        self.client = client
        self.defer_cancellation = defer_cancellation  # not imported in each call
        self._without_defaults = without_defaults
        self._is_standard = not without_defaults and _is_unmodified(type(client))
        self._builder: RequestBuilder | None = None
        self._headers: tuple[Raw, dict[str, str]] = [], {}
        self._cookies_before: dict[int, Cookies] = {}  # of the requests under way, in the order of their start

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`.

        An unmodified client of httpx without hooks, parameters and cookies is bypassed: its transport gets the
        request directly. With `without_defaults`, so is any client for which `sends_as_library` is True.
        Otherwise its `send` is used, without its auth and redirects, and no cookie of a response is kept. A fault
        of the body, such as its size, is recorded, and not raised.

        Raises:
            ClientClosedError: The client is closed, and has a `closed_message`, as that of the fake has.
            RuntimeError: The client is closed, and has no `closed_message`.
            Exception: The exception of the client, of its transport or of a hook, unless it has a `response`,
                which is read then. `send_once` records or raises it.
        """
        client = self.client
        if client.is_closed:
            raise _closed_error(client)
        attempt.connect_timeout = prepared.timeouts[0]
        extensions = {"timeout": httpx_timeouts(prepared), "trace": attempt.trace}
        if self._is_standard and not (client.params or len(client.cookies.jar) or any(client.event_hooks.values())):
            # Skip the client's `send`: the rest of its work is not wanted here, and would double the time.
            request = self._build_request(prepared, extensions)
            attempt.submitted = True
            transport = client._transport_for_url(request.url)
            if is_recorded(transport):  # tested here too: few calls need more
                hide_query(client, request)
            response = await transport.handle_async_request(request)
        else:
            response = await self._send_by_client(prepared, extensions, attempt)
        await read_httpx_response(response, prepared, attempt)

    def _build_request(self, prepared: PreparedRequest, extensions: dict[str, Any]) -> Any:
        """Return the httpx request that a client without parameters and cookies would build.

        It has the headers of the client without the `REPLACED_HEADERS`. A header of `prepared` replaces the one of
        the same name. `extensions` are httpx's: timeouts and trace.
        """
        if self._builder is None:
            request = self.client.build_request("POST", prepared.url.reveal(), content=b"{}")
            self._builder = RequestBuilder(Types(type(request), type(request.url), type(request.stream)))
        raw = self.client.headers.raw
        if self._headers[0] != raw:
            headers = {name: value for name, value in self.client.headers.items() if name not in REPLACED_HEADERS}
            self._headers = raw, headers
        return self._builder.build(prepared, extensions, self._headers[1])

    async def _send_by_client(self, prepared: PreparedRequest, extensions: dict[str, Any], attempt: Attempt) -> Any:
        """Send the request by the caller's client, and return the httpx response. The caller closes it.

        The body is not read here. The client builds the request, unless `without_defaults` leaves out its headers,
        parameters and cookies. When this returns, the cookies of the client are what they were before. If sending
        raises an exception with a `response`, as a response hook does for an error status, that response, which
        httpx has closed, is returned. Any other exception is raised.

        Args:
            prepared: The request.
            extensions: The extensions of the httpx request: timeouts and trace.
            attempt: The attempt. Its `submitted` becomes True just before the request is sent.
        """
        client = self.client
        arguments: dict[str, Any] = {
            "headers": prepared.all_headers(),
            "content": prepared.content,
            "extensions": extensions,
        }
        request = client.build_request(prepared.method, prepared.url.reveal(), **arguments)
        if client.params:
            _restore_query(request, prepared.url.reveal())
        if self._without_defaults:
            # Built by its class: the client's own headers, parameters and cookies are left out.
            request = type(request)(prepared.method, prepared.url.reveal(), **arguments)
            if sends_as_library(client):
                # Below `send`, which tracing tools replace: they would record the presigned URL, and add headers.
                attempt.submitted = True
                return await client._transport_for_url(request.url).handle_async_request(request)
        hide_query(client, request)
        attempt.submitted = True
        return await self._send_and_restore_cookies(request)

    async def _send_and_restore_cookies(self, request: Any) -> Any:
        """Send an httpx request by the caller's client, and undo what its response changes in the client's cookies.

        Return and raise as `_send_by_client` does.
        """
        client = self.client
        jar = client.cookies.jar
        before: Cookies = {(cookie.domain, cookie.path, cookie.name): cookie for cookie in jar}
        self._cookies_before[id(before)] = before
        response = None
        try:
            response = await client.send(request, stream=True, auth=None, follow_redirects=False)
        except Exception as error:
            response = getattr(error, "response", None)  # a response hook of the caller raised it
            if response is None:
                raise
        finally:
            later = self._end_request(before)
            if response is None or "set-cookie" in response.headers:
                _restore_cookies(jar, before, later, request, response)
        return response

    def _end_request(self, before: Cookies) -> list[Cookies]:
        """Forget the cookies `before` of a request that ends, and return those of the requests that began after it."""
        if len(self._cookies_before) == 1:  # as nearly always: this request alone
            self._cookies_before.clear()
            return []
        under_way = [*self._cookies_before]
        del self._cookies_before[id(before)]
        return [self._cookies_before[one] for one in under_way[under_way.index(id(before)) + 1 :]]

    async def aclose(self) -> None:
        """Do nothing: the caller closes the client."""


def _closed_error(client: Any) -> Exception:
    """Return the error for a call that was to be sent by `client`, a caller's client that is closed.

    It is a ClientClosedError if the client has a `closed_message`, as that of the fake has, else a RuntimeError. Only
    the RuntimeError is retried, as a broken connection is.
    """
    message = getattr(client, "closed_message", None)
    return RuntimeError("http_client is closed") if message is None else ClientClosedError(message)


def _restore_query(request: Any, url: str) -> None:
    """Put the query of `url` back into a request in which the parameters of the caller's client have replaced it.

    A parameter of the client is appended, unless the query has one of the same name. Any query is allowed, also none.

    Args:
        request: The httpx request, which is changed.
        url: The URL of the prepared request.
    """
    own = type(request.url)(url)
    added = [(name, value) for name, value in request.url.params.multi_items() if name not in own.params]
    parts = own.query.decode("ascii"), str(type(own.params)(added))
    request.url = request.url.copy_with(query="&".join(filter(None, parts)).encode("ascii"))


def _restore_cookies(jar: Any, before: Cookies, later: list[Cookies], request: Any, response: Any) -> None:
    """Undo the changes of a response to the cookies of the caller's client.

    Cookies that it has set are removed. Those that it has replaced or removed come back. Cookies for other hosts stay:
    other requests of the caller may have set them meanwhile.

    Args:
        jar: The cookie jar of the client, which is changed.
        before: The cookies that it had before the response, by domain, path and name.
        later: Those that it had before requests that began after this one, as during a response hook. Cookies of this
            response among them are replaced: they are not the caller's.
        request: The httpx request.
        response: The httpx response, or None if an exception has hidden it: then any cookie may be from it.
    """
    from http.cookiejar import DefaultCookiePolicy
    from urllib.request import Request

    target, policy = Request(str(request.url)), DefaultCookiePolicy()  # noqa: S310
    set_by: list[str] = [] if response is None else response.headers.get_list("set-cookie")
    names = {header.partition("=")[0].strip() for header in set_by}
    now = {(cookie.domain, cookie.path, cookie.name): cookie for cookie in jar}
    for key in {*now, *before}.union(*later):
        # No response sets a cookie without a domain.
        may_be_set = key[0] and (response is None or key[2] in names)
        if not may_be_set or not policy.domain_return_ok(key[0], target):
            continue
        if now.get(key) is not before.get(key):
            with suppress(KeyError):
                jar.clear(*key)
            if key in before:
                jar.set_cookie(before[key])
        for cookies in later:
            cookies.pop(key, None)
            if key in before:
                cookies[key] = before[key]


def _is_unmodified(kind: Any) -> bool:
    """Return whether `kind` is a client class of httpx or httpx2, and no tool has replaced a method of it.

    Only then may the client's `send` be bypassed. Of its methods, `__init__`, `build_request`, `send` and
    `_transport_for_url` are checked: all must be from one file. A subclass of the caller is a modified one.

    Args:
        kind: The class of a caller's client.
    """
    if kind.__module__ not in LIBRARIES:
        return False
    methods = (kind.__init__, kind.build_request, kind.send, getattr(kind, "_transport_for_url", None))
    # The wrappers of wrapt, which tracing tools use, have the `__code__` of the method that they wrap.
    if any(hasattr(method, "__wrapped__") for method in methods):
        return False
    return len({getattr(getattr(method, "__code__", None), "co_filename", method) for method in methods}) == 1


def has_no_request_hooks(client: Any) -> bool:
    """Return whether a caller's client, an AsyncClient of httpx or httpx2, has no request hooks.

    A hook could add a token to the download of a large response, which another host serves. Response hooks do not
    count.
    """
    return not client.event_hooks.get("request")
