"""The end of a call: the raw response with `elapsed`, or the attributes of its error; log lines, and the observer."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from epilot_targeting_generated.types import Response

from .._logger import log
from .._observers import CallReport
from .._response.error_outcome import state_outcome
from .._response.request_id import request_id
from .._tracebacks import hide_frames, hide_own_frames
from ..errors import AuthorizationError, ClientClosedError, ConfigurationError, TargetingError
from .call_report import log_attempt_end, report_of
from .log_lines import log_call, log_phases

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._transport.attempt import Attempt
    from .call_state import CallState
    from .watched_call import WatchedCall

T = TypeVar("T")
WITHOUT_OPERATION = (AuthorizationError, ClientClosedError, ConfigurationError)
"""The errors that may come from code that does not know the operation."""


def complete_error(
    error: BaseException,
    operation: Operation[Any],
    under_way: CallState[Any] | None,
    started: float,
    handled: BaseException | None,
) -> None:
    """Set the attributes of the error that ends a call, and hide frames in its traceback. The caller raises it again.

    Only a TargetingError gets attributes, as `_complete` sets them. `hide_frames` decides which frames go. An exception
    that middleware raised gets no attributes, and loses the frames of this package alone.

    Args:
        error: The exception that ends the call.
        operation: The operation.
        under_way: The call, or None if its request could not be built.
        started: When the call began, in seconds by the clock of the event loop.
        handled: The exception that the caller was handling before the call, or None. It stays the `__context__` of the
            error.
    """
    if isinstance(error, GeneratorExit):
        return  # the coroutine is closed, perhaps at the exit of the interpreter: nobody sees the exception
    if under_way is not None and error is under_way.veto:
        hide_own_frames(error)
        return
    if isinstance(error, TargetingError):
        _complete(error, operation, under_way, started)
    hide_frames(error, handled)


def raw_response(attempt: Attempt, parsed: T, attempts: int, elapsed: float) -> Response[T]:
    """Return the raw response of a call that succeeded.

    Args:
        attempt: The attempt that succeeded. It always has a status. Its body is the downloaded one if the
            response is large.
        parsed: Its decoded response.
        attempts: The number of requests that were sent.
        elapsed: The seconds from the start of the call to its response, with all waits.
    """
    headers = attempt.headers
    return Response(attempt.status or 0, headers, parsed, attempt.content, request_id(headers), attempts, elapsed)


def report_end(
    operation: Operation[Any],
    under_way: CallState[Any] | None,
    error: BaseException | None,
    watched: WatchedCall | None,
) -> None:
    """Log the end of a call at INFO. At DEBUG, log where its time went, and its successful attempt.

    Report the end to the observer too, whose exception is logged and not raised. Call this once for a call, at
    its end.

    Args:
        operation: The operation.
        under_way: The call, or None if its request could not be built. Then `error` is not None.
        error: The exception that ends the call, which `complete_error` has completed, or None after a success.
        watched: The call as its observer sees it, or None if nobody observes it.
    """
    if under_way is not None:
        report = report_of(under_way, error)
    else:
        report = CallReport(operation.name, None, 0, 0.0, None, False, error)
    if log.isEnabledFor(logging.INFO):
        if under_way is not None and error is None:
            log_attempt_end(under_way, None)
        log_call(report)
        if log.isEnabledFor(logging.DEBUG):
            log_phases(report, "nothing was sent" if under_way is None else under_way.deadline.spent())
    if watched is not None:
        watched.end(report)


def _complete(
    error: TargetingError, operation: Operation[Any], under_way: CallState[Any] | None, started: float
) -> None:
    """Set the attributes of the error that ends a call, and complete its text. Call this only once.

    The attributes `operation`, `attempts` and `elapsed` are set here. The text then names the operation.
    `state_outcome` sets `applied`, and adds the attempts, if there were several, and the outcome, but not to a
    mistake of the caller. If `under_way` is None (the request could not be built), only the operation is set
    and named. `started` is when the call began, by the clock of the event loop.
    """
    error.operation = operation.name
    if isinstance(error, WITHOUT_OPERATION) and not str(error).startswith(f"{operation.name}: "):
        error.args = (f"{operation.name}: {error}",)
    if under_way is not None:
        error.attempts = under_way.attempts
        state_outcome(error, operation.retry, under_way.outcomes, answered=under_way.answered)
        error.elapsed = asyncio.get_running_loop().time() - started
