"""Detach a forked process from the sockets of its parent.

On Linux the two processes share the epoll object of their event loop. A child that continues with the parent's loop
receives the parent's responses, and the parent waits for them until its timeout. Unregistering a socket in the child
would unregister it in the parent as well.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from typing import Protocol
from weakref import WeakSet


class Connected(Protocol):
    """A protocol object that has an asyncio transport while it is open."""

    @property
    def transport(self) -> asyncio.BaseTransport | None:
        """The transport, or None while the connection is not open."""
        ...


_connections: WeakSet[Connected] = WeakSet()


def detach_after_fork(connection: Connected) -> None:
    """Register a connection, so that a process that is forked later replaces its socket by a closed one.

    `detach_sockets` does that. The server and this process do not notice. `connection` is a protocol object,
    whose `transport` is read at the fork. It may be registered twice, and stay registered when it is closed.
    The reference to it is weak.
    """
    _connections.add(connection)


def detach_sockets() -> None:
    """In a forked child, replace the socket of each registered connection by a closed one.

    Python calls this after a fork. The server and the connections of the parent do not notice.
    """
    for connection in tuple(_connections):
        sock = None if connection.transport is None else connection.transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            closed, other = socket.socketpair()
            with closed, other:
                closed.setblocking(False)
                os.dup2(closed.fileno(), sock.fileno(), inheritable=False)


with suppress(AttributeError):  # systems without forks lack it
    os.register_at_fork(after_in_child=detach_sockets)
