"""The faults that a test injects into the fake: `Fault`, and the queue of those to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ._messages import Reply
from ._responses import NO_BODY


@frozen
class Fault:
    """A fault of one response.

    Attributes:
        operation: The method name or operationId that it hits. None hits any. Default: None.
        status: The HTTP status of the response, which replaces the fake's own. Default: none.
        body: The body of that response: bytes are sent as they are, anything else as JSON.
            Default: `{"message": "a fault on demand"}`.
        headers: Headers that are added to the response. Default: none.
        delay: Seconds to wait before the response. Default: 0.
        drop: Whether to drop the connection after the operation was carried out. Default: False.
        large: Whether to respond with a reference to a stored response, if the client accepts one. Default: False.
    """

    operation: str | None = None
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict[str, str])
    delay: float = 0.0
    drop: bool = False
    large: bool = False

    def answer(self, status: int) -> Reply:
        """Return the response that replaces the fake's own. One with a status such as 204 has no body."""
        if status in NO_BODY:
            return Reply(status, headers=self.headers)
        if isinstance(self.body, bytes):
            return Reply(status, self.body, self.headers)
        return Reply.of(status, {"message": "a fault on demand"} if self.body is None else self.body, self.headers)


class FaultQueue:
    """The faults of the next requests, in the order in which they were injected."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, fault: Fault, times: int) -> None:
        """Add a fault that hits `times` requests."""
        self._faults += [fault] * times

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def take(self, *names: str) -> Fault:
        """Remove and return the first fault that hits an operation of these names, or a fault without effect."""
        for fault in self._faults:
            if fault.operation in (None, *names):
                self._faults.remove(fault)
                return fault
        return Fault()
