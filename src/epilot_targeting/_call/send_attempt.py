"""Send one attempt: wait for the rate gate, a permit and the token, then send the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._auth.fetch import fetch_token
from .._transport.attempt import Attempt
from .._transport.permit import Permit
from . import deadline
from .rate_gate_of_call import leave_gate, wait_at_gate

if TYPE_CHECKING:
    from .call_state import CallState


async def send_attempt(call: CallState[Any]) -> Attempt:
    """Wait for the rate gate, a permit and the token, send one request, and return the attempt.

    The attempt is returned whatever its outcome: a failed connection is recorded in it, and not raised. If the
    gate closes before the request is sent, wait for it again. The permit is returned and the gate left at the
    end, also after an exception. `attempt`, `attempts`, `token` and `next_token` of the call are set here. With
    middleware, the result is in `by_middleware` of the call.

    The caller, `run_attempts`, has entered `deadline` of the call, which cancels each wait when it passes.

    Raises:
        AuthorizationError: The token provider failed, or returned an invalid token.
        ConfigurationError: There is no token provider, or the middleware does not keep to its interface. Or
            `Permit` raised it, such as for an unsupported version of a library.
        ClientClosedError: The caller's client is closed, and there is no middleware.
        RequestTimeoutError: The rate gate opens after the deadline. This is raised at once.
        Exception: What the middleware raised, or a bug.
    """
    call.attempt, call.has_store_failed = None, False
    options, gate = call.options, call.gate
    phases, clock = call.deadline.phases, call.deadline.clock
    while True:
        if gate.admit():
            call.epoch = gate.epoch
        else:
            await wait_at_gate(call)
        attempt = Attempt()
        try:
            async with Permit(call.deadline.pool, options, fresh=call.operation.retry != "read") as permit:
                if call.epoch == gate.closing.epoch:  # else it closed meanwhile
                    phases.append((deadline.PROVIDER, clock()))
                    call.token = call.next_token or await fetch_token(options.authorization)
                    call.next_token = None
                if call.epoch == gate.closing.epoch:
                    call.attempt = attempt
                    call.attempts += 1
                    phases.append((deadline.ATTEMPT, clock()))
                    if options.middleware:
                        from .middleware_attempt import send_with_middleware

                        await send_with_middleware(call, permit, attempt)
                    else:
                        await permit.send(call.prepared(call.built.headers), attempt)
                    return attempt
        finally:
            leave_gate(call, attempt)
