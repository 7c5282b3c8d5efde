"""Limit the requests by a caller's client to the size of its connection pool.

httpcore loses a connection when a request is cancelled that waits for its pool. So none of ours waits there.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any
from weakref import WeakKeyDictionary

from ..errors import ConfigurationError
from .tracing_tools import LIBRARIES

_semaphores: WeakKeyDictionary[Any, dict[asyncio.AbstractEventLoop, asyncio.Semaphore]] = WeakKeyDictionary()
"""By httpcore's pool, which several clients may share. A closed event loop is removed when another one gets its first.

Not weak: a semaphore references its event loop.
"""


def callers_pool_semaphore(client: Any, base_url: str) -> asyncio.Semaphore | None:
    """Return a semaphore of the size of the connection pool that a caller's client uses for an address.

    Clients that share the pool on one event loop share the semaphore. Return None if the size of the pool is unknown,
    as for a transport of the caller's own, or without a client. An event loop must run here.

    Args:
        client: The caller's client, or None.
        base_url: The address: the base URL of the service.

    Raises:
        ConfigurationError: The library's own transport has no pool with a size. The message names its version.
    """
    select = getattr(client, "_transport_for_url", None)
    transport = select(type(client.base_url)(base_url)) if select else None
    pool = getattr(transport, "_pool", None)
    size = getattr(pool, "_max_connections", None)
    if not isinstance(size, int):
        _check_transport(transport, pool)
        return None
    by_loop = _semaphores.setdefault(pool, {})
    loop = asyncio.get_running_loop()
    if loop not in by_loop:
        for known in list(by_loop):  # a copy: the event loops of other threads may use the pool too
            if known.is_closed():
                by_loop.pop(known, None)
    return by_loop.setdefault(loop, asyncio.Semaphore(max(0, size)))


def _check_transport(transport: object, pool: object) -> None:
    """Check that a transport is not the AsyncHTTPTransport of httpx or httpx2.

    `callers_pool_semaphore` calls this if the size of the transport's pool is unknown. That class must have a
    known one.

    Args:
        transport: The transport that the caller's client uses for the service. One of any other class is
            accepted, such as a subclass in another package, and None too.
        pool: The pool of that transport, or None if it has none. The message names the version of its package.

    Raises:
        ConfigurationError: It is that AsyncHTTPTransport. The message names the version of the library.
    """
    kind = type(transport)
    library = kind.__module__.partition(".")[0]
    if library not in LIBRARIES or kind.__name__ != "AsyncHTTPTransport":
        return
    names = library, type(pool).__module__.partition(".")[0]
    found = " and ".join(f"{name} {sys.modules[name].__version__}" for name in names if name != "builtins")
    raise ConfigurationError(
        f"epilot-targeting needs an http_client whose connection pool has a known size; found {found}: "
        "pip install 'httpx>=0.28.1,<0.29' 'httpcore>=1.0.9,<2', or leave http_client out"
    )
