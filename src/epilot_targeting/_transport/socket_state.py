"""Ask the kernel whether a socket has data that the event loop has not read yet."""

from __future__ import annotations

import select
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

STEP = 64 * 1024  # bytes that are read at a time


def is_readable(transport: asyncio.Transport) -> bool:
    """Return whether the socket of a transport is closed, or has data or the end of the connection to read.

    An idle connection is then not used for a request. Nothing is read.
    """
    sock = transport.get_extra_info("socket")
    if sock is None or sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def has_ended(transport: asyncio.Transport) -> bool:
    """Return whether the server has ended the connection of a transport, which is not closing.

    Data that was not read does not count, such as session tickets of TLS. Nothing is read. Only Linux tells it: return
    False on other systems.
    """
    if not hasattr(select, "POLLRDHUP"):
        return False
    poll = select.poll()
    poll.register(transport.get_extra_info("socket"), select.POLLRDHUP)
    return bool(poll.poll(0))


def read_rest(transport: asyncio.Transport) -> bytes:
    """Return the bytes on the socket of a failed connection that the event loop has not read.

    They may be the response, and are taken from the socket. Return empty bytes if there are none, or if the
    socket is closed. An error of the socket ends the reading, and is not raised. Call this in `connection_lost`
    of the transport's protocol: the event loop closes the socket afterwards.

    With TLS, `transport` is the TCP transport below it, and the bytes are encrypted.
    """
    parts: list[bytes] = []
    with suppress(OSError, AttributeError), transport.get_extra_info("socket").dup() as sock:
        sock.setblocking(False)
        while part := sock.recv(STEP):
            parts.append(part)
    return b"".join(parts)
