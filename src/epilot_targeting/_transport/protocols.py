"""The protocols that every transport has: `Transport` sends requests, `Connection` is one that the client opens."""

from __future__ import annotations

from typing import Protocol

from .attempt import Attempt, PreparedRequest

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

    transport: str
    base_url: str
    idle_since: float
    """The time of the event loop at which the last response ended."""

    def go_idle(self) -> bool:
        """Return whether the connection can be used again. From now on, data that arrives on it closes it.

        It cannot if data has arrived beyond the response: a library would read that as the next response.
        """
        ...
