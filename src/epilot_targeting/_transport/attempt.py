"""One request and its reply: what goes out, how far it has come, and what an exception says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._config.secret import Secret

NEVER_SENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
        "InvalidURL",
    }
)
"""By name, since a caller's client may come from httpx's fork, which has classes of its own under the same names."""
KNOWN = frozenset({"builtins", "socket", "ssl", "asyncio", "anyio", "httpx", "httpcore", "httpx2", "httpcore2"})
"""Whose word that nothing was sent is taken: other transports map a broken connection to a failed one."""
MAYBE_SENT = frozenset({"ReadError", "WriteError", "ReadTimeout", "WriteTimeout", "RemoteProtocolError", "CloseError"})
"""In the history of an exception they say that an earlier try of a transport that has several went further."""
LIMITS = {
    "ConnectTimeout": "connect",
    "ReadTimeout": "read",
    "WriteTimeout": "write",
    "PoolTimeout": "pool",
    "ConnectionTimeoutError": "connect",
    "SocketTimeoutError": "read",
}
NOT_CONNECTED = frozenset({"ConnectError", "ProxyError", "ClientConnectorError"})
"""Before anything was sent the words of an error are the system's; later ones may quote the request."""


class UnexpectedData(Exception):
    """Before the request was written, something had arrived on its connection, or the connection was closed."""


class PreparedRequest(NamedTuple):
    """A request; repr and traceback show none of it."""

    method: str
    url: Secret[str]
    headers: Mapping[str, str]
    token: Secret[str] | None
    content: bytes | None
    timeouts: tuple[float, float]
    most: int
    content_type: str = "application/json"

    def all_headers(self) -> dict[str, str]:
        """Give the headers with the token among them; only where they go out."""
        headers = dict(self.headers)
        if self.content is not None:
            headers["content-type"] = self.content_type
        if self.token is not None:
            headers["authorization"] = self.authorization()
        return headers

    def authorization(self) -> str:
        """Give the header that the token goes out in."""
        return f"Bearer {self.token.reveal()}" if self.token is not None else ""

    def __repr__(self) -> str:
        return f"Outgoing({self.method})"


class Attempt:
    """How far a request has come, and how it ended."""

    __slots__ = (
        "began",
        "complete",
        "content",
        "fault",
        "handed",
        "headers",
        "limit",
        "media_type",
        "reason",
        "sent",
        "status",
    )

    def __init__(self) -> None:
        self.handed = False  # to the transport
        self.began = False  # to open a connection, or to send: the transport does tell
        self.sent = False  # a byte of it may have left
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.media_type = ""  # of the body, in lower case and without parameters
        self.content = b""
        self.complete = False  # the body came to its end
        self.fault: str | None = None  # `broken`, `timeout`, `encoding` or `size`
        self.limit = ""
        self.reason = ""

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of what the transport does."""
        self.began = True
        # To a proxy the tunnel is asked for in the same way, which is no request of ours yet.
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            self.sent = True

    def fail(self, error: Exception) -> None:
        """Take note of an exception of the HTTP library."""
        if isinstance(error, UnexpectedData):
            self.fault, self.sent, self.handed = "broken", False, False
            self.reason = "the connection was closed, or something arrived on it, before the request was sent"
            return
        names = [kind.__name__ for kind in type(error).__mro__]
        self.limit = next((LIMITS[name] for name in names if name in LIMITS), "")
        self.fault = "timeout" if self.limit else "broken"
        words = f" ({error})" if NOT_CONNECTED.intersection(names) else ""
        self.reason = f"the {self.limit} timeout passed" if self.limit else f"{names[0]}{words}"
        told = self.began or (bool(NEVER_SENT.intersection(names)) and _known(error))
        never = not self.sent and (told or not self.handed)
        self.sent, self.handed = not never, False  # where the transport does not tell, it may have left


def _known(error: BaseException | None) -> bool:
    if error is None:
        return True
    kind = type(error)
    known = kind.__module__.partition(".")[0] in KNOWN and kind.__name__ not in MAYBE_SENT
    return known and _known(error.__cause__) and _known(error.__context__)
