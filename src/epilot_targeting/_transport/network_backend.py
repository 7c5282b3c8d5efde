"""The network backend of httpcore: it opens the TCP stream of one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpcore

from .happy_eyeballs import connect
from .tcp_stream import TcpStream


class NetworkBackend(httpcore.AsyncNetworkBackend):
    """The network backend of one connection."""

    def __init__(self) -> None:
        """Create a backend whose stream is not open yet."""
        self._tcp: TcpStream | None = None  # opened by connect_tcp; httpcore uses one backend for each connection

    def go_idle(self) -> bool:
        """Return whether the connection is open and can be used again.

        From now on, data that arrives on it closes it.
        """
        return self._tcp is not None and self._tcp.go_idle()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open the TCP connection.

        Raises:
            ConnectTimeout: No address answered within `timeout` seconds.
            ConnectError: No address can be reached.
        """
        del local_address, socket_options  # never set here
        try:
            async with asyncio.timeout(timeout):
                self._tcp = await connect(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return self._tcp

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds. httpcore calls this between two attempts to connect."""
        await asyncio.sleep(seconds)
