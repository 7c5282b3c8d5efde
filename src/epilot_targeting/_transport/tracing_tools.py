"""Keep presigned URLs and query strings from tools that record each request, such as Sentry and OpenTelemetry."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

LIBRARIES = ("httpx", "httpx2")
"""Libraries whose clients add only their headers, parameters and cookies to a request."""
_known: dict[tuple[Any, str], Any] = {}
"""Methods of libraries that no tool has replaced."""
POOL = "AsyncConnectionPool"
"""The class of httpcore's connection pools without a proxy. A proxy would read the extension `target` too."""


def without_spans() -> AbstractContextManager[object]:
    """Return a context manager in which OpenTelemetry records no request and adds no header.

    It is for the download of a large response. It does nothing if OpenTelemetry's instrumentation is not loaded.
    """
    utils: Any = sys.modules.get("opentelemetry.instrumentation.utils")
    suppress: Any = getattr(utils, "suppress_instrumentation", nullcontext)
    context: AbstractContextManager[object] = suppress()
    return context


def remove_query(request: Any) -> bytes:
    """Remove the query from the URL of an httpx request, in place, so that a tool does not record it.

    Return the target that its request line needs: path and query. The caller sends it; nobody puts the query back.
    """
    target: bytes = request.url.raw_path
    request.url = request.url.copy_with(query=None)
    return target


def is_recorded(transport: Any) -> bool:
    """Return whether OpenTelemetry records the requests of an httpx transport: then it must not see the query.

    The transport may be one of httpx2. Other tools are not looked for.
    """
    return "opentelemetry.instrumentation.httpx" in sys.modules and hasattr(
        transport.handle_async_request, "__wrapped__"
    )


def hide_query(client: Any, request: Any) -> None:
    """Remove the query from the URL of a caller's httpx request, if a tool records the client's requests.

    That is so if a tool has replaced the `send` of the client's class, or if OpenTelemetry records its
    transport. The query stays in the extension `target`, which only httpcore reads. Nothing is changed if
    something of the caller's may read the URL: a hook, an overridden `send` or `_transport_for_url`, a
    transport that is not the library's own, or a proxy.

    Args:
        client: The caller's client, of httpx or httpx2.
        request: The request, which is changed in place.
    """
    if any(client.event_hooks.values()) or not sends_as_library(client):
        return
    transport = client._transport_for_url(request.url)
    if (_is_send_replaced(type(client)) or is_recorded(transport)) and _connects_directly(transport):
        request.extensions["target"] = remove_query(request)


def _is_send_replaced(kind: Any) -> bool:
    """Return whether a tool has replaced the method `send` of `kind`, the client class of httpx or httpx2."""
    return hasattr(kind.send, "__wrapped__") or _file_of(kind.send) != _file_of(kind._transport_for_url)


def _connects_directly(transport: Any) -> bool:
    """Return whether a transport is of httpx or httpx2, has no proxy, and no mock has replaced its method.

    The method is `handle_async_request`. A tool that wraps it and sets `__wrapped__`, as OpenTelemetry does,
    does not count: then return True.
    """
    kind = cast("Any", type(transport))
    if kind.__module__.partition(".")[0] not in LIBRARIES or type(getattr(transport, "_pool", None)).__name__ != POOL:
        return False
    method = transport.handle_async_request
    return _file_of(getattr(method, "__wrapped__", method)) == _file_of(kind.__init__)


def is_own_method(kind: Any, name: str) -> bool:
    """Return whether no tool, such as a mock for tests, has replaced a method of `kind`, a class of an HTTP library.

    Only then may a request bypass the method. Return False if the class has no method `name`: another version of the
    library may have renamed it, and a tool have replaced it under the new name.
    """
    method = getattr(kind, name, None)
    if method is None or _known.get((kind, name)) is not method:  # not by its hash: a wrapper has that of the method
        if method is None or hasattr(method, "__wrapped__") or _file_of(method) != _file_of(kind.__init__):
            return False
        _known[kind, name] = method
    return True


def _file_of(function: object) -> str:
    """Return the path of the file that defines a function; "None" as text if it is not written in Python.

    Of a wrapper, it is the file of the wrapper, not that of the wrapped function.
    """
    return str(getattr(getattr(function, "__code__", None), "co_filename", None))


def sends_as_library(client: Any) -> bool:
    """Return whether `send` and `_transport_for_url` of a caller's client are those of httpx or httpx2.

    Return False if a subclass, or the object itself, overrides one of them. A tool that has replaced a method
    of the library's class does not count: then return True.
    """
    for name in ("send", "_transport_for_url"):
        owner = next((kind for kind in type(client).__mro__ if name in vars(kind)), None)
        if owner is None or owner.__module__ not in LIBRARIES or name in vars(client):
            return False
    return True
