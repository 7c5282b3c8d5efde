"""Limit the SOCKS handshake of httpcore, which has no timeout, and close the connection after a failed one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .._tasks import spawn

EVENTS = "socks.setup_socks5_connection."
"""The beginning of the names of httpcore's trace events about the handshake."""


class SocksHandshake:
    """The SOCKS handshake of one attempt, which trace events of httpcore report. It has a time limit."""

    def __init__(self, stream: Any, seconds: float, on_timeout: Callable[[], None]) -> None:
        """Start the time limit of the handshake in the running event loop. `end` stops it.

        Args:
            stream: The connection to the proxy, a network stream of httpcore.
            seconds: The time limit.
            on_timeout: Called if the limit passes before `end`. The connection is closed right after that.
        """
        self._stream = stream
        self._on_timeout = on_timeout
        self._timer = asyncio.get_running_loop().call_later(seconds, self._time_out)

    def end(self, event: str) -> None:
        """End the time limit. `event` is the name of httpcore's trace event, which ends in `.complete` or `.failed`.

        `Attempt.trace` calls this at the end of the handshake, also if the limit has passed. After `.failed`, this
        starts a task that closes the connection: httpcore leaves it open.
        """
        self._timer.cancel()
        if event.endswith(".failed"):
            spawn(self._close())

    def _time_out(self) -> None:
        """Report that the time limit has passed, and close the connection to the proxy.

        The timer calls this. The handshake then fails, and with it the attempt.
        """
        # Not cancelled: a cancelled handshake would stay in the pool of a caller's client.
        self._on_timeout()
        spawn(self._close())

    async def _close(self) -> None:
        """Close the connection to the proxy. An exception of that has no effect."""
        with suppress(Exception):
            await self._stream.aclose()
