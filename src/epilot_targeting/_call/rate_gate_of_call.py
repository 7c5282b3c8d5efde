"""A call at its rate gate: wait for it before an attempt, and report the end of the attempt, such as a 429."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .._response.applied import attempt_applied
from .._response.request_in_errors import name_request
from .._response.retry_after import retry_after
from ..errors import RequestTimeoutError
from . import deadline
from .retry_pauses import rate_limit_pause

if TYPE_CHECKING:
    from .._transport.attempt import Attempt
    from .call_state import CallState

TOO_MANY_REQUESTS = 429


async def wait_at_gate(call: CallState[Any]) -> None:
    """Wait until the rate gate admits the next attempt of a call, and set `epoch` of the call.

    Call it if `admit` of the gate has returned False. The caller then calls `leave_gate` at the end of the attempt. If
    this raises or is cancelled, no attempt counts as admitted.

    Raises:
        RequestTimeoutError: The gate opens after the deadline. This is raised at once.
    """
    if call.deadline.is_before(call.gate.opens_at()):
        raise _rate_limit_error(call)
    call.deadline.start(deadline.RATE_LIMIT)
    call.epoch = await call.gate.wait(call.ticket)
    call.deadline.start(deadline.PERMIT)


def leave_gate(call: CallState[Any], attempt: Attempt) -> None:
    """Report the end of an attempt to the rate gate of its call. A 429 closes the gate for a pause.

    Set `epoch` of the call to None. If it is None already, do nothing: a second call does no harm.

    Args:
        call: The call.
        attempt: The attempt, which may not have been sent.
    """
    epoch, call.epoch = call.epoch, None
    if epoch is None:
        return
    if attempt.status == TOO_MANY_REQUESTS:
        wait = retry_after(attempt.headers, datetime.now(UTC))
        call.gate.close(epoch, rate_limit_pause(call.options.retry, call.gate.closing.refusals, wait))
    else:
        is_answered = attempt.status is not None
        is_sent = is_answered or attempt_applied(call.operation, attempt) is not False
        call.gate.leave(epoch, sent=is_sent, answered=is_answered)


def _rate_limit_error(call: CallState[Any]) -> RequestTimeoutError:
    """Return the error of a call whose next attempt is not sent, because its rate gate opens after the deadline.

    Its `limit` is "rate_limit" and its `applied` is False. Its text has the method and the URL. It is not raised here.
    """
    seconds = call.gate.opens_at() - call.deadline.clock()
    message = (
        f"{call.operation.name}: the service's rate limit holds calls back for {seconds:.1f} s more, "
        f"beyond the deadline of {call.options.deadline:g} s"
    )
    error = RequestTimeoutError(message, applied=False, limit="rate_limit")
    name_request(error, call.operation, call.options.base_url, call.path())
    return error
