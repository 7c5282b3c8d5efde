"""`PreparedRequest` and `Attempt`: decide by an exception's type whether the request may have been sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .._config.secret import Secret
from .socks_handshake import EVENTS, SocksHandshake

if TYPE_CHECKING:
    from .proxies import Proxy

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
"""The names of exceptions which prove that nothing was sent. httpx2 has other classes with the same names."""
TRUSTED_LIBRARIES = frozenset(
    {"builtins", "socket", "ssl", "asyncio", "anyio", "httpx", "httpcore", "httpx2", "httpcore2", "epilot_targeting"}
)
"""Libraries whose NEVER_SENT exceptions are trusted. Other transports raise them for broken connections too."""
MAYBE_SENT = frozenset({"ReadError", "WriteError", "ReadTimeout", "WriteTimeout", "RemoteProtocolError", "CloseError"})
"""The names of causes which show that a transport with its own retries had sent something earlier."""
Limit = Literal["", "connect", "read", "write", "pool"]
"""The timeout that passed; empty if none did."""
FaultKind = Literal["connection", "timeout", "encoding", "size"]
"""Why a response cannot be used."""
LIMITS: dict[str, Limit] = {
    "ConnectTimeout": "connect",
    "ReadTimeout": "read",
    "WriteTimeout": "write",
    "PoolTimeout": "pool",
    "ConnectionTimeoutError": "connect",
    "SocketTimeoutError": "read",
}


class UnexpectedData(Exception):
    """Data, or the end of the connection, arrived before the request was written."""


class PreparedRequest(NamedTuple):
    """A request that is ready to be sent. Its repr shows the method only."""

    method: str
    url: Secret[str]
    headers: Mapping[str, str]
    token: Secret[str] | None
    content: bytes | None
    timeouts: tuple[float, float]
    max_bytes: int
    content_type: str = "application/json"

    def all_headers(self) -> dict[str, str]:
        """Return all headers to send, with Content-Type and Authorization. The result contains the token."""
        headers = dict(self.headers)
        if self.content is not None:
            headers["content-type"] = self.content_type
        if self.token is not None:
            headers["authorization"] = self.authorization()
        return headers

    def authorization(self) -> str:
        """Return the value of the Authorization header, or an empty string if there is no token."""
        return f"Bearer {self.token.reveal()}" if self.token is not None else ""

    def __repr__(self) -> str:
        """Show the method alone: everything else may be secret."""
        return f"PreparedRequest({self.method})"


class Attempt:
    """One request and its response: how far the request has come, and its outcome."""

    __slots__ = (
        "cause",
        "complete",
        "connect_timeout",
        "content",
        "fault",
        "headers",
        "limit",
        "media_type",
        "proxy",
        "reason",
        "sent",
        "socks",
        "started",
        "status",
        "submitted",
        "words",
    )

    def __init__(self) -> None:
        """Create the record of an attempt that has not begun."""
        self.submitted = False  # the transport has the request
        self.started = False  # the transport reports its progress, and has started to connect or to send
        self.sent = False  # a byte of the request may have left
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.media_type = ""  # of the response, in lower case, without parameters
        self.content = b""
        self.complete = False  # the body was read to its end
        self.fault: FaultKind | None = None
        self.limit: Limit = ""
        self.reason = ""
        self.words = ""  # of the library's exception, without secrets
        self.cause: Exception | None = None  # a copy of the library's exception, without secrets
        self.proxy: Proxy | None = None
        self.connect_timeout = 0.0  # seconds that a SOCKS handshake may take
        self.socks: SocksHandshake | None = None

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Set `started` and `sent` from a trace event of httpcore: it connects, or sends the request."""
        self.started = True
        # CONNECT opens the tunnel of a proxy: the request itself is not sent yet.
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            self.sent = True
        if event.startswith(EVENTS):
            if self.socks is None:
                self.socks = SocksHandshake(self, info)
            else:
                self.socks.end(event)

    def fail(self, error: Exception) -> None:
        """Record an exception of the HTTP library: the fault, the reason, and whether the request may have left."""
        if isinstance(error, UnexpectedData):
            self.fault, self.sent, self.submitted = "connection", False, False
            self.reason = "the connection was closed, or unexpected data arrived on it, before the request was sent"
            return
        names = [kind.__name__ for kind in type(error).__mro__]
        limits: list[Limit] = [LIMITS[name] for name in names if name in LIMITS]
        self.limit = self.limit or (limits[0] if limits else "")
        self.fault = "timeout" if self.limit else "connection"
        self.reason = f"the {self.limit} timeout passed" if self.limit else names[0]
        reported = self.started or (bool(NEVER_SENT.intersection(names)) and _is_trusted(error))
        never_sent = not self.sent and (reported or not self.submitted)
        self.sent, self.submitted = not never_sent, False  # without a report, it may have been sent


def _is_trusted(error: BaseException | None) -> bool:
    """Return whether an exception, its causes and its contexts are all known to mean that nothing was sent."""
    if error is None:
        return True
    kind = type(error)
    known = kind.__module__.partition(".")[0] in TRUSTED_LIBRARIES and kind.__name__ not in MAYBE_SENT
    return known and _is_trusted(error.__cause__) and _is_trusted(error.__context__)
