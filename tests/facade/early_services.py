"""A service in a thread that responds before it has read a request, with a socket of its own."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from contextlib import suppress
from typing import Literal

from server import response

BODY = b'{"message": "not like this"}'
Ending = Literal["close", "reset", "stay"]


class EarlyService:
    """The service: it reads a part of each request, responds, and ends the connection or stops reading.

    Attributes:
        address: Its base URL.
        first: The response to a first small request of each connection, if there is one.
    """

    def __init__(
        self, status: int, ending: Ending, context: ssl.SSLContext | None = None, *, first: bytes = b""
    ) -> None:
        self._answer = response(status, BODY) if status else b""
        self._ending, self._context, self._first = ending, context, first
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.address = f"http{'s' if context else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> EarlyService:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection = self._listener.accept()[0]
                with suppress(OSError):
                    self._respond(connection)

    def _respond(self, connection: socket.socket) -> None:
        # Else the kernel holds the response back until the client has acknowledged the session tickets.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._context.wrap_socket(connection, server_side=True) if self._context else connection as served:
            if self._first:
                served.recv(2**16)
                served.sendall(self._first)
            served.recv(100)
            served.sendall(self._answer)
            if self._ending == "reset":
                served.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if self._ending == "stay":
                self._over.wait(10)
