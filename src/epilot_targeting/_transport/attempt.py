"""`PreparedRequest`, and `Attempt`: the record of how far a request has come, and of its response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .._config.secret import Secret
from .socks_handshake import EVENTS, SocksHandshake

if TYPE_CHECKING:
    from .proxies import Proxy

Limit = Literal["", "connect", "read", "write", "pool"]
"""The timeout that passed; empty if none did."""
FaultKind = Literal["connection", "timeout", "encoding", "size"]
"""Why a response cannot be used."""


class UnexpectedData(Exception):
    """Data, or the end of the connection, arrived before the request was written."""


class PreparedRequest(NamedTuple):
    """A request that is ready to be sent, for one attempt. Its repr shows the method only.

    Attributes:
        method: The HTTP method, in upper case.
        url: The whole URL with its query; with the token None, it is presigned.
        headers: The headers by lower-case name, without Content-Type and Authorization.
        token: The token, or None if no Authorization header is sent, as to the object store.
        content: The encoded body, or None if there is no body.
        timeouts: Seconds to connect, and seconds of each wait while reading or writing.
        max_bytes: The largest number of bytes of the response's body.
        content_type: The Content-Type header. It is not sent if there is no body.
    """

    method: str
    url: Secret[str]
    headers: Mapping[str, str]
    token: Secret[str] | None
    content: bytes | None
    timeouts: tuple[float, float]
    max_bytes: int
    content_type: str = "application/json"

    def all_headers(self) -> dict[str, str]:
        """Return all headers to send, by lower-case name, as a new dict.

        Content-Type is added if there is a body, and Authorization, which contains the token, if there is a token.
        """
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
        """Return the method alone: everything else may be secret."""
        return f"PreparedRequest({self.method})"


class Attempt:
    """One request and its response: how far the request has come, and its outcome.

    Attributes:
        submitted: Whether the transport has the request.
        started: Whether the transport reports its progress, and has started to connect or to send.
        sent: Whether a byte of the request may have left.
        status: The status of the response, or None if there is none.
        headers: The headers of the response by lower-case name, without cookies.
        media_type: The media type of the response, in lower case, without parameters; empty if there is none.
        content: The body of the response, decompressed, as far as it was read.
        complete: Whether the body was read to its end.
        fault: Why the response cannot be used, or None.
        limit: The timeout that passed, or an empty string.
        reason: The fault in words.
        words: The text of the library's exception, without secrets; empty if there is none.
        cause: A copy of the library's exception, without secrets, or None.
        proxy: The proxy of the connection, or None.
        connect_timeout: Seconds that a SOCKS handshake may take.
        socks: The last SOCKS handshake, or None if there was none.
    """

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
        """Create the record of an attempt that has not begun. The transport sets its attributes."""
        self.submitted = False
        self.started = False
        self.sent = False
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.media_type = ""
        self.content = b""
        self.complete = False
        self.fault: FaultKind | None = None
        self.limit: Limit = ""
        self.reason = ""
        self.words = ""
        self.cause: Exception | None = None
        self.proxy: Proxy | None = None
        self.connect_timeout = 0.0
        self.socks: SocksHandshake | None = None

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Set `started` to True at any event of httpcore, and `sent` to True before the request is written.

        The request CONNECT to a proxy does not set `sent`. The events of a SOCKS handshake start and end its time
        limit. A caller's transport may connect again: then each handshake has its own. httpcore calls this with the
        name of the event, and its details, such as `request`.
        """
        self.started = True
        # CONNECT opens the tunnel of a proxy: the request itself is not sent yet.
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            self.sent = True
        if event.startswith(EVENTS):
            if self.socks is None or event.endswith(".started"):
                self.limit = ""  # if the limit of an earlier handshake has passed, this one goes on
                self.socks = SocksHandshake(info["stream"], self.connect_timeout, self._exceed_connect)
            else:
                self.socks.end(event)

    def _exceed_connect(self) -> None:
        """Record that the limit `connect` has passed: the failure of the attempt then counts as a timeout.

        `SocksHandshake` calls this right before it closes the connection, so that the handshake fails.
        """
        self.limit = "connect"
