"""Connect to a host by trying its addresses in turn, IPv6 and IPv4 (Happy Eyeballs, RFC 8305)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from .receiving_protocol import ReceivingProtocol

Opened = TypeVar("Opened", bound=ReceivingProtocol)
NEXT_ADDRESS = 0.25  # seconds after which the next address of a host is tried too


async def connect(host: str, port: int, protocol: Callable[[], Opened]) -> Opened:
    """Return the protocol of a TCP connection to the first address of a host that answers.

    Try the next address when one fails, or does not answer soon. There is no time limit: the caller sets one. All other
    connections are closed, and all of them after a cancellation.

    `happy_eyeballs_delay` of asyncio is not used: it hangs in Python 3.13.0, and uvloop lacks it.

    Args:
        host: A host name, or an IP address without brackets.
        port: The port.
        protocol: Creates the protocol of each connection.

    Raises:
        OSError: No address answers, or the host has none. It is the error of the first address that failed.
    """
    addresses = await _addresses(host, port)
    tasks: set[asyncio.Task[Opened]] = set()
    error: BaseException | None = None
    try:
        while addresses or tasks:
            if addresses:
                tasks.add(asyncio.ensure_future(_connect_to(addresses.pop(0), port, protocol)))
            delay = NEXT_ADDRESS if addresses else None
            done, _ = await asyncio.wait(tasks, timeout=delay, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                tasks.discard(task)
                if task.exception() is None:
                    return task.result()
                error = error or task.exception()
    finally:
        for task in tasks:
            task.cancel()
            task.add_done_callback(_abort_late)
    raise error or OSError(f"{host} has no address")


def is_time_limit(error: OSError) -> bool:
    """Return whether the exception of a connection says that the limit of `asyncio.timeout` has passed.

    The operating system has a limit of its own, which is no timeout of the client: its exception has an `errno`.
    """
    return isinstance(error, TimeoutError) and error.errno is None


async def _connect_to(address: str, port: int, protocol: Callable[[], Opened]) -> Opened:
    """Return the protocol of a TCP connection to one IP address, without brackets. `protocol` creates it.

    Raise OSError if the address does not answer. The caller limits the time.
    """
    return (await asyncio.get_running_loop().create_connection(protocol, address, port))[1]


def _abort_late(late: asyncio.Task[Opened]) -> None:
    """Close a connection that was opened after `connect` had ended.

    `connect` has returned the connection to another address, or was cancelled. asyncio calls this at the end of
    `late`, the task that opened the connection. Do nothing if the task has failed or was cancelled.
    """
    if not late.cancelled() and late.exception() is None:
        late.result().abort()


async def _addresses(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, IPv6 and IPv4 alternating, without brackets. An IP address is returned alone.

    The first is the first of the resolver. Raise OSError if the host name is unknown.
    """
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    seen: Counter[int] = Counter()
    ranked: list[tuple[int, str]] = []
    for family, *_, where in found:
        ranked.append((seen[family], str(where[0])))
        seen[family] += 1
    return [address for _, address in sorted(ranked, key=lambda one: one[0])]
