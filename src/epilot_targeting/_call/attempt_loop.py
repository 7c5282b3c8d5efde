"""The loop of attempts of a call: send, decode, and after a failure pause and attempt again, within the deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from .._response.applied import attempt_applied
from .._response.request_in_errors import name_request
from ..errors import TargetingError
from . import deadline
from .attempt_result import result_of
from .call_report import log_attempt_end, log_next_attempt
from .retry_decision import prepare_retry, spend_retry
from .send_attempt import send_attempt

if TYPE_CHECKING:
    from .._transport.attempt import Attempt
    from .call_state import CallState

T = TypeVar("T")


async def run_attempts(call: CallState[T]) -> tuple[Attempt, T]:
    """Make attempts until one succeeds or none may follow. Return the successful attempt and its decoded response.

    Before each retry, spend the retry budget, log the retry, and pause. Append `applied` of each failed attempt to
    `outcomes` of the call. Call this once for a call: it enters `deadline` of the call itself.

    Raises:
        TargetingError: The last attempt failed, the deadline passed, or the client was closed.
        Exception: What middleware raised, or a bug.
    """
    with call.deadline:
        while True:
            try:
                return await result_of(call, await send_attempt(call))
            except TargetingError as error:
                if error is call.veto:
                    raise
                last = error
            try:
                call.outcomes.append(last.applied)
                log_attempt_end(call, last)
                pause = await prepare_retry(call, last)
                if pause is None or not spend_retry(call, last):
                    raise last
                log_next_attempt(call, last, pause)
            finally:
                del last  # it references this frame: a cycle
            call.deadline.start(deadline.PAUSE)
            await asyncio.sleep(pause)
            call.deadline.start(deadline.PERMIT)
    # Here, and not in the block, so that the cancellation is not its context.
    raise _deadline_error(call)


def _deadline_error(call: CallState[Any]) -> TargetingError:
    """Return the error of a call that its deadline, or closing the client, has ended.

    It is not raised here. Its text has the method and the URL. Its `applied` is that of the running attempt, or False
    between attempts; `complete_error` takes earlier attempts into account. Append that of a running attempt to
    `outcomes` of the call, and log its end at DEBUG. The loop has done both for an attempt that failed before.
    """
    running = call.running_attempt
    applied = False if running is None else attempt_applied(call.operation, running)
    error = call.deadline.error(call.operation.name, applied)
    name_request(error, call.operation, call.options.base_url, call.path())
    if running is not None:
        call.outcomes.append(applied)
        log_attempt_end(call, error)
    return error
