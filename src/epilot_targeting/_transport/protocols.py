"""The protocols of transports: `Transport` sends, the client opens a `Connection`, and TLS is above a `LowerStream`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .attempt import Attempt, PreparedRequest

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .httpcore_errors import HttpcoreErrors

CLOSE_TIMEOUT = 1.0  # seconds that a connection may take to close


class Transport(Protocol):
    """Sends requests, one at a time."""

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request, and read its whole response into `attempt`.

        On an exception, `attempt` says how far the request has come.
        """
        ...

    async def aclose(self) -> None:
        """Close the transport."""
        ...


class Connection(Transport, Protocol):
    """A connection of the client's own. It keeps no cookies, follows no redirects and is used by one call at a time."""

    settings: ConnectionSettings
    idle_since: float
    """The time of the event loop at which the last response ended."""

    def preload(self) -> None:
        """Load the TLS settings, and check the proxy and the library, without opening the connection.

        Raises:
            ConfigurationError: One of them is invalid.
        """
        ...

    def go_idle(self) -> bool:
        """Mark the connection as idle: data that arrives from now on closes it.

        Return False if it cannot be used again, and is to be closed by the caller: it is closed already, or data has
        arrived beyond the response, which a library would read as the next response.
        """
        ...


class LowerStream(Protocol):
    """A stream from which `TlsStream` reads encrypted bytes, and to which it writes them.

    `TcpStream` and `TlsStream` are such streams.

    Attributes:
        errors: The exceptions that the stream raises: those of httpcore or httpcore2, or `OWN_ERRORS` without either.
    """

    errors: HttpcoreErrors

    @property
    def has_unread(self) -> bool:
        """Whether bytes have arrived that were not read."""
        ...

    @property
    def has_ended(self) -> bool:
        """Whether the connection is closed, or the server has ended it. Bytes that were not read do not count."""
        ...

    @property
    def is_replaying(self) -> bool:
        """Whether a request is sent again that was sent already. The bytes that the HTTP library writes are dropped."""
        ...

    def replay(self, data: bytes) -> None:
        """Let the HTTP library send a request again that was sent already, and read `data` first."""
        ...

    def read_buffered(self, max_bytes: int) -> bytes:
        """Return bytes that have already arrived, at most `max_bytes`, without waiting.

        They are removed from the buffer. Return empty bytes if there are none, also after the end of the input or the
        loss of the connection: `read` tells these apart.

        Raises:
            SSLError: The stream is a `TlsStream`, and TLS failed.
        """
        ...

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, at most `max_bytes`, or empty bytes at the end of the input.

        `timeout` is in seconds; None is no limit.
        """
        ...

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes, and wait until the kernel has them. `timeout` is in seconds; None is no limit."""
        ...

    async def aclose(self) -> None:
        """Close the stream, and the connection below it."""
        ...
