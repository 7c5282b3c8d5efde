"""One request out and one reply in, over a connection of ours or the caller's HTTP client.

Nothing here raises into a caller's traceback: the frames and exceptions of an exchange hold the token.
"""

from __future__ import annotations

import asyncio
import logging
import select
from collections.abc import AsyncIterable, Iterable
from contextvars import ContextVar
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .._config.options import LOOPBACK
from ..errors import SUCCESS
from .attempt import Attempt, PreparedRequest
from .body import BadEncoding, Body, TooLarge

IDLE = 30.0  # seconds that a connection is kept without use
CLOSING = 1.0  # seconds that a connection may take to close
LONGEST_FAILURE = 2**20  # bytes of a failure's body that are read: what matters of it is the status
_ours: ContextVar[bool] = ContextVar("_ours", default=False)


class Transport(Protocol):
    """What carries exchanges, one at a time."""

    async def exchange(self, out: PreparedRequest, exchange: Attempt) -> None:
        """Send a request and read the reply to its end; how far it came stands in `exchange`, also on an exception."""
        ...

    async def aclose(self) -> None:
        """Close it."""
        ...


class Connection(Transport, Protocol):
    """A connection of our own. It has neither cookies nor redirects, and nobody else's requests queue for it."""

    transport: str
    base_url: str
    idle_since: float
    """By the loop's clock."""

    def rest(self) -> bool:
        """Begin to wait for the next request; return whether there can be one.

        There can be none where something has arrived beyond the response: it would answer that request.
        """
        ...


async def send_once(channel: Transport, out: PreparedRequest, exchange: Attempt) -> bool:
    """Carry out one exchange, up to the end of the body; how it went stands in `exchange`.

    Returns:
        Whether it came to a good end. What would still arrive after another belongs to nobody.

    Raises:
        CancelledError: The task was cancelled.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    stopped: asyncio.CancelledError | None = None
    _ours.set(True)
    try:
        await channel.exchange(out, exchange)
    except asyncio.CancelledError as error:
        stopped = asyncio.CancelledError(*error.args)
    except Exception as error:
        exchange.fail(error)
        if task and task.cancelling() > before:
            stopped = asyncio.CancelledError()  # a limit of the library's passed in the same moment
    finally:
        _ours.set(False)
    if stopped is not None:
        # Another one, and out here: the frames and the context of the first hold the token.
        raise stopped
    return exchange.fault is None


def read_head(exchange: Attempt, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Take note of the head of a reply; a header that comes more than once reads as one, and cookies are left out."""
    taken: dict[str, str] = {}
    for key, value in headers:
        name, text = key.decode("latin-1").lower(), _text(value)
        taken[name] = f"{taken[name]}, {text}" if name in taken else text
    taken.pop("set-cookie", None)
    exchange.media_type = taken.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()
    exchange.headers, exchange.sent, exchange.status = taken, True, status


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def read_body(exchange: Attempt, most: int, parts: AsyncIterable[bytes], *, decoded: bool = False) -> None:
    """Read the body of a reply; `decoded` where something else has undone its content encoding already."""
    if exchange.status not in SUCCESS:
        most = min(most, LONGEST_FAILURE)
    body = Body("" if decoded else exchange.headers.get("content-encoding", ""), most)
    try:
        await body.read(parts)
        exchange.complete = True
    except TooLarge:
        exchange.fault, exchange.reason = "size", f"the reply is larger than max_response_bytes ({most})"
    except BadEncoding as error:
        exchange.fault, exchange.reason = "encoding", str(error)
    finally:
        exchange.content = body.content


def is_readable(transport: asyncio.Transport) -> bool:
    """Return whether the kernel has something that the event loop has not received yet."""
    sock = transport.get_extra_info("socket")
    if sock is None or sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def proxy_of(url: str) -> str | None:
    """Give the proxy that the environment names; to this machine itself nothing goes by way of another."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _not_ours(_: logging.LogRecord) -> bool:
    return not _ours.get()


# The libraries' own lines show addresses with search words and cursors, and at the lowest level headers of replies.
for _name in ("", ".connection", ".http11", ".http2", ".proxy", ".socks", ".client", ".internal"):
    for _library in ("httpx", "httpcore", "httpx2", "httpcore2", "aiohttp"):
        logging.getLogger(_library + _name).addFilter(_not_ours)
for _name in ("hpack.hpack", "hpack.table"):  # headers of HTTP/2, which a caller's client may speak
    logging.getLogger(_name).addFilter(_not_ours)
