"""The network backend of httpcore, or of httpcore2: it opens the TCP stream of one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from .happy_eyeballs import connect, is_time_limit
from .httpcore_errors import HttpcoreErrors
from .tcp_stream import TcpStream


class NetworkBackend:
    """Opens the TCP connection of one own connection, by the interface of httpcore's network backends."""

    def __init__(self, errors: HttpcoreErrors) -> None:
        """Create a backend whose TCP stream is not open yet.

        `errors` are the exceptions that it and its stream raise: those of httpcore or httpcore2, or `OWN_ERRORS` if
        the connection is opened without an HTTP library.
        """
        self._errors = errors
        self._tcp: TcpStream | None = None  # opened by connect_tcp; httpcore uses one backend for each connection

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it is not open, or cannot be used again: the caller closes it then.
        """
        return self._tcp is not None and self._tcp.go_idle()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> TcpStream:
        """Open the TCP connection, and return its stream. httpcore calls this.

        `host` is a name, or an IP address without brackets; `timeout` None is no limit. `local_address` and
        `socket_options` are ignored.

        Raises:
            ConnectTimeout: No address answered within `timeout` seconds.
            ConnectError: No address can be reached.
        """
        del local_address, socket_options  # never set here
        try:
            async with asyncio.timeout(timeout):
                self._tcp = await connect(host, port, partial(TcpStream, self._errors))
        except OSError as error:
            if is_time_limit(error):
                raise self._errors.connect_timeout from error
            raise self._errors.connect(str(error)) from error
        return self._tcp

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds. httpcore would call this between its own retries to connect, which are off."""
        await asyncio.sleep(seconds)
