"""The report of a call so far, for log lines and the observer; log the end of an attempt, and the retry after it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from .._logger import log
from .._observers import CallReport
from .._response.applied import call_applied
from .._response.request_id import shown_request_id
from .._transport.attempt import Attempt
from ..errors import RateLimitError, TargetingError
from . import deadline
from .log_lines import log_attempt, log_retry

if TYPE_CHECKING:
    from .call_state import CallState


def report_of(call: CallState[Any], error: BaseException | None) -> CallReport:
    """Return the report of a call so far, for log lines and the observer.

    Args:
        call: The call. Without an attempt yet, the report has no status and no request id.
        error: The exception that ends the call, after `complete_error`, or that of its last attempt; None after a
            success.
    """
    attempt, seconds = call.attempt or Attempt(), call.deadline.clock() - call.deadline.phases[0][1]
    if error is None:
        applied: bool | None = True
    elif isinstance(error, TargetingError) and error is not call.veto:
        applied = error.applied
    else:
        applied = call_applied(call.operation, call.attempt, call.outcomes)
    identity = shown_request_id(attempt.headers, call.token)
    return CallReport(call.operation.name, attempt.status, call.attempts, seconds, identity, applied, error)


def log_attempt_end(call: CallState[Any], error: TargetingError | None) -> None:
    """Log the end of `call.attempt` at DEBUG: its result, and the seconds since it began.

    Call this at the end of each attempt, before the next one begins. `error` is the error of the attempt, or None after
    a success. Do nothing if `call.attempt` is None, or DEBUG is off.
    """
    if log.isEnabledFor(logging.DEBUG) and call.attempt is not None:
        started = next(time for phase, time in reversed(call.deadline.phases) if phase == deadline.ATTEMPT)
        seconds = call.deadline.clock() - started
        log_attempt(call.operation, call.options.base_url, seconds, report_of(call, error))


def log_next_attempt(call: CallState[Any], error: TargetingError, pause: float) -> None:
    """Log at WARNING that a retry follows: the error of the failed attempt, and the seconds until the next one.

    Args:
        call: The call.
        error: The error of the failed attempt. After a 429, the rate gate is closed already.
        pause: The seconds for which the caller then pauses. If the gate stays closed for longer, that time is logged.
    """
    if log.isEnabledFor(logging.WARNING):
        held = call.gate.opens_at() - call.deadline.clock() if isinstance(error, RateLimitError) else 0.0
        log_retry(report_of(call, error), max(pause, held))
