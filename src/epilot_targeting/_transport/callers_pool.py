"""Limit the requests by a caller's client to the size of its connection pool.

httpcore loses a connection when a request is cancelled that waits for its pool. So none of ours waits there.
"""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

_semaphores: WeakKeyDictionary[Any, dict[asyncio.AbstractEventLoop, asyncio.Semaphore]] = WeakKeyDictionary()
"""By httpcore's pool, which several clients may share."""


def callers_pool_semaphore(client: Any, base_url: str) -> asyncio.Semaphore | None:
    """Return the semaphore of the pool that a caller's client uses for an address, or None if its size is unknown.

    Args:
        client: The caller's client, or None.
        base_url: The address.
    """
    select = getattr(client, "_transport_for_url", None)
    transport = select(type(client.base_url)(base_url)) if select else None
    pool = getattr(transport, "_pool", None)
    size = getattr(pool, "_max_connections", None)
    if not isinstance(size, int) or size < 1:
        return None
    return _semaphores.setdefault(pool, {}).setdefault(asyncio.get_running_loop(), asyncio.Semaphore(size))
