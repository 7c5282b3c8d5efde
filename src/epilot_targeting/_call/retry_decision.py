"""Decide which failures and statuses are retried, after which pause, and whether a retry costs the retry budget.

No retry library is used: it would bring the loop and the sleep, which are six lines. The rest (retry classes, outcomes,
`Retry-After`, the deadline, the budget) would still be needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import (
    ApiError,
    DecodeError,
    RateLimitError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingError,
    TransportError,
    UnauthorizedError,
)
from .retry_pauses import retry_pause
from .token_renewal import renew_token

if TYPE_CHECKING:
    from epilot_targeting_generated.types import RetryClass

    from .._config.retry_options import RetryPolicy
    from .call_state import CallState

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
"""The statuses after which a read is attempted again."""


def may_retry(policy: RetryPolicy, retry_class: RetryClass, error: TargetingError) -> bool:
    """Return whether the kind of an error allows another attempt of an operation of this retry class.

    After a 429, and after a network error or timeout before anything was sent, each class is attempted again. After
    any other network error or timeout, a malformed success, or a status in `RETRIED` (408, 500, 502, 503, 504), only a
    `read` is, and a `value` if `ambiguous` of the policy is True. After anything else, such as a response that is too
    large, none is. The caller decides about a 401, an expired presigned URL, the number of attempts and the budget.
    """
    if isinstance(error, RateLimitError) or (isinstance(error, TransportError) and error.applied is False):
        return True
    if retry_class == "write" or (retry_class == "value" and not policy.ambiguous):
        return False
    if isinstance(error, ApiError):
        return error.status_code in RETRIED
    return isinstance(error, TransportError | DecodeError) and not isinstance(error, ResponseTooLargeError)


async def prepare_retry(call: CallState[Any], error: TargetingError) -> float | None:
    """Prepare another attempt, and return the seconds to pause before it, or None if `error` is final.

    The caller pauses, and spends the retry budget. After a 401, `renew_token` decides, and fetches a new token.
    If the token provider fails, the 401 is final: the provider's error is not raised. If a presigned URL has
    expired, `_may_renew_reference` decides, and about a 429 `_pause_after_429`. A timeout at the rate gate is
    final, and so is a download that failed after its own retries (`has_store_failed`). `may_retry` and
    `retry_pause` decide about other errors.

    Call this once for each failed attempt, because the call records what was done.
    """
    policy = call.options.retry
    if isinstance(error, RateLimitError):
        return _pause_after_429(call, error)
    if isinstance(error, RequestTimeoutError) and error.limit == "rate_limit":
        return None
    if isinstance(error, UnauthorizedError):
        return 0.0 if await renew_token(call) else None
    if isinstance(error, DecodeError) and error.expired:
        return 0.0 if _may_renew_reference(call) else None
    # The download was already retried as often as the policy allows.
    if call.has_store_failed or not may_retry(policy, call.operation.retry, error):
        return None
    done = call.attempts - call.is_token_renewed - call.is_reference_renewed - call.refusals
    retry_after = error.retry_after if isinstance(error, ApiError) else None
    return retry_pause(policy, done, retry_after, call.deadline.left())


def _pause_after_429(call: CallState[Any], error: RateLimitError) -> float | None:
    """Return the pause after a 429: 0, because the next attempt waits at the rate gate. Return None if it is final.

    The 429 is final if the policy has one attempt, `Retry-After` is longer than `max_retry_after`, or the gate opens
    after the deadline. Count it in `refusals` of the call in any case.
    """
    policy = call.options.retry
    call.refusals += 1
    is_too_long = (error.retry_after or 0.0) > policy.max_retry_after
    # A policy of one attempt repeats nothing.
    if policy.attempts == 1 or is_too_long or call.deadline.is_before(call.gate.opens_at()):
        return None
    return 0.0


def _may_renew_reference(call: CallState[Any]) -> bool:
    """Return whether another attempt may request a new presigned URL after one has expired, whatever the policy.

    A read may do so once for a call. That is recorded in `is_reference_renewed` of the call.
    """
    is_first, call.is_reference_renewed = not call.is_reference_renewed, True
    return is_first and call.operation.retry == "read"


def spend_retry(call: CallState[Any], error: TargetingError) -> bool:
    """Spend one retry of the client's budget, and return True. Return False, and spend nothing, if none is left.

    `error` is that of the failed attempt. After a 401 or 429 a retry costs nothing: return True.
    """
    return isinstance(error, UnauthorizedError | RateLimitError) or call.budget.spend()
