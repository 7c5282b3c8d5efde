"""The pauses of retries: random and growing, or `Retry-After`, and those of the rate gate after a 429."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._config.retry_options import RetryPolicy


def retry_pause(policy: RetryPolicy, done: int, retry_after: float | None, left: float) -> float | None:
    """Return the seconds to pause before the next attempt, or None if no attempt may follow.

    They are `retry_after`. If that is None, they are random, between 0 and `backoff` · 2^(`done` - 1), and at
    most `max_backoff`. The caller pauses. No attempt may follow if `done` has reached `attempts` of the policy,
    `retry_after` is longer than `max_retry_after`, or the pause would not end before the deadline. The caller
    has checked that the kind of the error allows a retry.

    Args:
        policy: The option `retry`.
        done: The number of attempts made so far, at least 1.
        retry_after: The seconds of `Retry-After`, or None if there was none.
        left: Seconds until the deadline.
    """
    if done >= policy.attempts:
        return None
    if retry_after is None:
        seconds = _random_pause(policy, done - 1)
    elif retry_after > policy.max_retry_after:
        return None
    else:
        seconds = retry_after
    return seconds if seconds < left else None


def rate_limit_pause(policy: RetryPolicy, refusals: int, retry_after: float | None) -> float:
    """Return the seconds for which the rate gate closes after a 429.

    They are `retry_after`, at most `max_retry_after`. If `retry_after` is None, they are random, as between attempts.

    From the second 429 in a row on, the random pause, at most `max_retry_after`, also takes the place of a shorter
    `retry_after` that is below `backoff`. Each pause is then at least 0.05 seconds, whatever `max_retry_after` is, and
    each further 429 doubles this minimum up to 1 second.

    Args:
        policy: The option `retry`.
        refusals: The number of 429s in a row before this one.
        retry_after: The seconds of `Retry-After`, or None if there was none.
    """
    if retry_after is None:
        seconds = _random_pause(policy, refusals)
    else:
        is_too_short = refusals and retry_after < policy.backoff
        longer = _random_pause(policy, refusals) if is_too_short else 0.0
        seconds = min(max(retry_after, longer), policy.max_retry_after)
    # However short the pauses are set: after 429s in a row, there is always one.
    least = min(1.0, 0.05 * 2.0 ** min(refusals - 1, 10)) if refusals else 0.0
    return max(least, seconds)


def _random_pause(policy: RetryPolicy, exponent: int) -> float:
    """Return a random pause in seconds: between 0 and `backoff` · 2^`exponent`, and at most `max_backoff`."""
    # The exponent is capped before a float overflows.
    return random.uniform(0, min(policy.max_backoff, policy.backoff * 2.0 ** min(exponent, 60)))  # noqa: S311
