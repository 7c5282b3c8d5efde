"""Decide whether another attempt follows a failed one, after which pause, and whether it costs the retry budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ApiError, DecodeError, RateLimitError, RequestTimeoutError, TargetingError, UnauthorizedError
from .token_renewal import renew_token

if TYPE_CHECKING:
    from .call_state import CallState


async def pause_after(call: CallState[Any], error: TargetingError) -> float | None:
    """Return the seconds to wait after a failed attempt before the next one, or None if its error is final.

    Nothing is waited for or spent here. After a 401, fetch a new token: if that fails, the 401 is final.
    """
    policy, retry_class = call.options.retry, call.operation.retry
    if isinstance(error, RateLimitError):
        return _pause_after_429(call, error)
    if isinstance(error, RequestTimeoutError) and error.limit == "rate_limit":
        return None
    if isinstance(error, UnauthorizedError):
        return 0.0 if await renew_token(call) else None
    if isinstance(error, DecodeError) and error.expired:
        # The presigned URL has expired: a read requests another one, whatever the policy.
        is_first, call.is_reference_renewed = not call.is_reference_renewed, True
        return 0.0 if retry_class == "read" and is_first else None
    # The download was already retried as often as the policy allows.
    if call.has_store_failed or not policy.allows(retry_class, error):
        return None
    done = call.attempts - call.is_token_renewed - call.is_reference_renewed - call.refusals
    return policy.pause(done, error.retry_after if isinstance(error, ApiError) else None, call.deadline.left())


def _pause_after_429(call: CallState[Any], error: RateLimitError) -> float | None:
    """Return 0, since the next attempt waits at the rate gate instead, or None if the error is final."""
    policy = call.options.retry
    call.refusals += 1
    is_too_long = (error.retry_after or 0.0) > policy.max_retry_after
    # A policy of one attempt repeats nothing.
    if policy.attempts == 1 or is_too_long or call.deadline.is_before(call.gate.opens_at()):
        return None
    return 0.0


def spend_retry(call: CallState[Any], error: TargetingError) -> bool:
    """Spend one retry of the client's budget, and return True. Return False if none is left.

    After a 401 or 429 a retry costs nothing: return True.
    """
    return isinstance(error, UnauthorizedError | RateLimitError) or call.budget.spend()
