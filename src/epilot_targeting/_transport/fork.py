"""A forked process holds none of its parent's sockets.

On Linux the two share what their event loop waits on (epoll), so a child that goes on with the parent's loop is told of
the parent's responses too. It would read them from the socket that both hold, and the parent would wait for them until
its timeout. To unregister the socket would take it from the parent as well.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from typing import Protocol
from weakref import WeakSet


class Connected(Protocol):
    """What has a connection, as long as it is open."""

    @property
    def transport(self) -> asyncio.BaseTransport | None:
        """The connection."""
        ...


_connections: WeakSet[Connected] = WeakSet()


def leave_to_parent(connection: Connected) -> None:
    """Keep a connection out of every process that is forked from now on."""
    _connections.add(connection)


def leave_sockets() -> None:
    """Put an ended socket in the place of each one that is open, without a word to the other side."""
    for connection in tuple(_connections):
        sock = None if connection.transport is None else connection.transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            ended, other = socket.socketpair()
            with ended, other:
                ended.setblocking(False)
                os.dup2(ended.fileno(), sock.fileno(), inheritable=False)


with suppress(AttributeError):  # systems without forks lack it
    os.register_at_fork(after_in_child=leave_sockets)
