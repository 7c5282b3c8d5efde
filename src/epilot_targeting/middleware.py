"""The types of middleware: async functions that run around each attempt of a call, inside the retries.

In: an attempt, and a function that sends it. Out: its outcome, or an exception that ends the call.
May import: `errors`.

    async def correlate(attempt: Attempt, call_next: CallNext) -> Outcome:
        attempt.headers["x-correlation-id"] = correlation_id.get()
        outcome = await call_next(attempt)
        print(attempt.operation, attempt.number, outcome.status_code, outcome.elapsed)
        return outcome

    client = TargetingClient(get_token, middleware=[correlate])
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, MutableMapping
from typing import Protocol

from attrs import field, frozen

from .errors import TargetingError

__all__ = ["Attempt", "CallNext", "Middleware", "Outcome"]


@frozen(kw_only=True, eq=False)
class Attempt:
    """One attempt of a call, before it is sent. It has no token, no query and no body."""

    operation: str
    """The method name of the operation, such as `get_recipients`; `request` for `client.request()`."""
    operation_id: str
    """The operationId of the spec."""
    method: str
    path: str
    """The path of the URL with its ids, without the query."""
    number: int
    """The number of the attempt: 1 for the first one of a call."""
    headers: MutableMapping[str, str] = field(repr=False)
    """The headers of this attempt, which middleware may change. The names are compared in lower case. Headers that the
    client sets itself, such as Authorization, are not in it, and setting them is a `ConfigurationError`."""


@frozen(kw_only=True, eq=False)
class Outcome:
    """The outcome of an attempt."""

    status_code: int | None
    """The status of the response, or None if there was none."""
    headers: Mapping[str, str] = field(repr=False)
    """The headers of the response, with lower-cased names."""
    elapsed: float
    """Seconds from sending the request to the end of the response. The download of a large response is not included."""
    error: TargetingError | None
    """The error of the attempt, or None after a success. The client may retry it when the middleware has returned."""


class CallNext(Protocol):
    """The rest of the attempt: the middleware after this one, then the request."""

    def __call__(self, attempt: Attempt | None = None, /) -> Awaitable[Outcome]:
        """Send the attempt, and return its outcome, also if it failed. It may be called once, and must be awaited.

        Args:
            attempt: The attempt, whose headers are checked. Default: the one that the middleware received.
        """
        ...


class Middleware(Protocol):
    """An async function that runs around each attempt."""

    def __call__(self, attempt: Attempt, call_next: CallNext, /) -> Awaitable[Outcome]:
        """Await `call_next` once, and return its outcome. An exception ends the call, and reaches its caller unchanged.

        Args:
            attempt: The attempt, whose headers may be changed.
            call_next: Sends the attempt.
        """
        ...
