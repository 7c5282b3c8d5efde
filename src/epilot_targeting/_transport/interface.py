"""Define the protocols `Transport`, which sends requests, and `Connection`, a transport that the client opens."""

from __future__ import annotations

from typing import Protocol

from .attempt import Attempt, PreparedRequest

IDLE = 30.0  # seconds that an unused connection is kept
CLOSING = 1.0  # seconds that a connection may take to close


class Transport(Protocol):
    """Sends requests, one at a time."""

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> None:
        """Send a request and read its whole response into `attempt`, which holds the progress on an exception too."""
        ...

    async def aclose(self) -> None:
        """Close the transport."""
        ...


class Connection(Transport, Protocol):
    """A connection of the client's own. It keeps no cookies, follows no redirects and is used by one call at a time."""

    transport: str
    base_url: str
    idle_since: float
    """By the event loop's clock."""

    def go_idle(self) -> bool:
        """Mark the connection as idle; return whether it can be used again.

        It cannot where data has arrived beyond the response: a library would read it as the next response.
        """
        ...
