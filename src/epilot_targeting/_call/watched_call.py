"""`WatchedCall`: a running call as its observer sees it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from .._logger import write
from .._observers import CallObserver, CallReport, ObservedCall
from . import deadline

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._observers import Wait
    from .deadline import CallDeadline

WAITS: dict[str, Wait] = {deadline.PERMIT: "permit", deadline.RATE_LIMIT: "rate_limit"}


class WatchedCall(ObservedCall):
    """A call that is observed. An exception of the observer does not reach the call.

    Attributes:
        deadline: The deadline of the call, or None until its request is built.
    """

    __slots__ = ("_observer", "_started", "deadline")

    def __init__(self, observer: CallObserver, operation: Operation[Any], base_url: str) -> None:
        """Call `start` of the observer, and keep what it returns for `end`.

        An exception of `start` is logged, and not raised: `end` of the observer gets None then. The observer sees
        the method name and the HTTP method of the operation, and the base URL.
        """
        super().__init__(operation.name, operation.method, base_url)
        self.deadline: CallDeadline | None = None
        self._observer = observer
        self._started: Any = None
        try:
            self._started = observer.start(self)
        except Exception as error:
            _log_failure(error)

    def end(self, report: CallReport) -> None:
        """Call `end` of the observer with what its `start` returned (None if that failed), and the report of the call.

        An exception of the observer is logged, and not raised. Call this once, at the end of the call.
        """
        try:
            self._observer.end(self, self._started, report)
        except Exception as error:
            _log_failure(error)

    def waits_for(self) -> Wait:
        """Return "permit" while the call waits for a permit, "rate_limit" at the rate gate, else an empty string.

        Any thread may call this.
        """
        return WAITS.get(self.deadline.phases[-1][0], "") if self.deadline is not None else ""

    def waited(self) -> tuple[float, float]:
        """Return the seconds that the call has waited for a permit, and at the rate gate, up to now."""
        found = {"": 0.0, "permit": 0.0, "rate_limit": 0.0}
        if self.deadline is not None:
            kind, since = "", 0.0
            for phase, started in self.deadline.phases:
                found[kind] += started - since
                kind, since = WAITS.get(phase, ""), started
            found[kind] += self.deadline.clock() - since
        return found["permit"], found["rate_limit"]


def _log_failure(error: Exception) -> None:
    """Log at WARNING that an observer failed, with the type of its exception only: no text, no traceback."""
    write(logging.WARNING, "an observer of calls failed: %s", type(error).__name__)
