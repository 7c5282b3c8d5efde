"""Ask the kernel whether a socket has data that the event loop has not received yet."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


def is_readable(transport: asyncio.Transport) -> bool:
    """Return whether data, or the end of the connection, has arrived at a socket; True for a closed one."""
    sock = transport.get_extra_info("socket")
    if sock is None or sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
