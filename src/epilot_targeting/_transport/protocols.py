"""The protocols that every transport has: `Transport` sends requests, `Connection` is one that the client opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .attempt import Attempt, PreparedRequest

if TYPE_CHECKING:
    from .._config.connection import ConnectionSettings

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
