"""Open TCP streams for httpcore, trying all addresses of a host (Happy Eyeballs)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from .tcp import TcpStream

NEXT_ADDRESS = 0.25  # seconds after which the next address of a host is tried too (RFC 8305)


class Network(httpcore.AsyncNetworkBackend):
    """The network backend of one connection."""

    def __init__(self) -> None:
        self._tcp: TcpStream | None = None

    def go_idle(self) -> bool:
        """Mark the connection as idle: from now on, data that arrives closes it.

        Returns:
            Whether it can be used again: it is open, and no data has arrived beyond the response.
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
        """Open a TCP connection."""
        del local_address, socket_options  # never set here
        try:
            async with asyncio.timeout(timeout):
                self._tcp = await _connect(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return self._tcp

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts to connect."""
        await asyncio.sleep(seconds)


async def _connect(host: str, port: int) -> TcpStream:
    """Connect to the first address that answers; try the next when one fails, or does not answer soon.

    `happy_eyeballs_delay` of asyncio is not used: it hangs in Python 3.13.0, and uvloop lacks it.
    """
    addresses = await _addresses(host, port)
    tasks: set[asyncio.Task[TcpStream]] = set()
    failure: BaseException | None = None
    try:
        while addresses or tasks:
            if addresses:
                tasks.add(asyncio.ensure_future(_connect_to(addresses.pop(0), port)))
            delay = NEXT_ADDRESS if addresses else None
            done, _ = await asyncio.wait(tasks, timeout=delay, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                tasks.discard(task)
                if task.exception() is None:
                    return task.result()
                failure = failure or task.exception()
    finally:
        for task in tasks:
            task.cancel()
            task.add_done_callback(_abort_late)
    raise failure or OSError(f"{host} has no address")


async def _connect_to(address: str, port: int) -> TcpStream:
    return (await asyncio.get_running_loop().create_connection(TcpStream, address, port))[1]


def _abort_late(late: asyncio.Task[TcpStream]) -> None:
    if not late.cancelled() and late.exception() is None:
        late.result().abort()


async def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, IPv6 and IPv4 alternating."""
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    seen: Counter[int] = Counter()
    ranked: list[tuple[int, str]] = []
    for family, *_, where in found:
        ranked.append((seen[family], str(where[0])))
        seen[family] += 1
    return [address for _, address in sorted(ranked, key=lambda one: one[0])]
