"""Send one attempt of a call through the middleware of its client, which sees the outcome of the decoded response."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._response.applied import attempt_applied
from .._response.redaction import redacted_headers
from .._tracebacks import hide_frames
from ..errors import ApiError, TargetingError
from ..middleware import Outcome
from . import deadline
from .attempt_result import result_of
from .middleware_chain import MiddlewareChain, MisuseError, attempt_of
from .middleware_headers import AttemptHeaders
from .rate_gate_of_call import leave_gate, wait_at_gate

if TYPE_CHECKING:
    from .._transport.attempt import Attempt
    from .._transport.permit import Permit
    from .call_state import CallState


async def send_with_middleware(call: CallState[Any], permit: Permit, attempt: Attempt) -> None:
    """Run the middleware around one attempt. `by_middleware` of the call keeps its result.

    The result is the decoded response, or the error of the attempt. That error is not raised here, unless the
    middleware raises it. Afterwards the caller, `send_attempt`, returns the permit and leaves the rate gate, also after
    an exception: if that was done after the request, a second time changes nothing.

    Args:
        call: The call, with the token of this attempt, which is counted already.
        permit: The permit to send one request.
        attempt: The record of the attempt, new. It is filled.

    Raises:
        MisuseError: The middleware does not keep to its interface. `applied` of the error says whether the service
            carried this attempt out, or is None if that is unknown.
        Exception: The middleware raised it. `veto` of the call is then this exception, which ends the call without a
            retry. Or it is a bug, and `veto` is None.
    """
    operation, headers = call.operation, AttemptHeaders(call.built.headers)
    given = attempt_of(operation, call.path(), call.attempts, headers)
    send = partial(_send_for_middleware, call, permit, attempt)
    chain = MiddlewareChain(call.options.middleware, headers, send)
    try:
        await chain.run(given)
    except MisuseError as error:
        error.applied = None if chain.is_sending else attempt_applied(operation, attempt)
        raise
    finally:
        call.veto = chain.veto


async def _send_for_middleware(
    call: CallState[Any], permit: Permit, attempt: Attempt, headers: Mapping[str, str]
) -> Outcome:
    """Send the request, and return the outcome for the middleware that called `call_next`.

    If the rate gate has closed since the attempt was admitted, first wait at it again. After sending, and before the
    response is decoded, return the permit and leave the rate gate. That is done after a failed connection too, which
    `permit.send` records in `attempt`. If anything up to that point raises an exception, the caller of
    `send_with_middleware` does both.

    A TargetingError is in the outcome, and not raised. `by_middleware` of the call keeps the decoded response or that
    error.

    Args:
        call: The call.
        permit: The permit to send one request.
        attempt: The record of the attempt, new. It is filled.
        headers: The headers to send, checked by `MiddlewareChain`.

    Raises:
        Exception: A bug. A cancellation is raised too.
    """
    clock = call.deadline.clock
    started, ended, failure = clock(), 0.0, None
    try:
        if call.epoch != call.gate.closing.epoch:
            await _pass_gate_again(call, permit, attempt)
            started = clock()
        await permit.send(call.prepared(headers), attempt)
        ended = clock()
        permit.leave()
        leave_gate(call, attempt)
        call.by_middleware = await result_of(call, attempt)
    except TargetingError as error:
        hide_frames(error, None)
        failure = call.by_middleware = error
    # Those of an error show the origin alone of the address of a redirect, which may be presigned.
    redacted = failure.headers if isinstance(failure, ApiError) else redacted_headers(attempt.headers, call.token)
    elapsed = (ended or clock()) - started
    return Outcome(status_code=attempt.status, headers=dict(redacted), elapsed=elapsed, error=failure)


async def _pass_gate_again(call: CallState[Any], permit: Permit, attempt: Attempt) -> None:
    """Wait at the rate gate once more: another call was answered with 429 while the middleware slept.

    The attempt was admitted before, but a 429 holds back every request of its kind that was not sent yet. The permit is
    returned meanwhile, so that calls of other kinds are not held back too.

    Raises:
        RequestTimeoutError: The gate opens after the deadline. The permit is returned.
    """
    while call.epoch != call.gate.closing.epoch:
        leave_gate(call, attempt)
        permit.leave()
        await wait_at_gate(call)
        await permit.__aenter__()
    call.deadline.start(deadline.ATTEMPT)
