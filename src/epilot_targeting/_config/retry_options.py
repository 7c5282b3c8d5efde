"""`RetryPolicy`: which errors and statuses are retried, and after which pause.

No retry library is used: it would bring the loop and the sleep, which are six lines. The rest (retry classes, outcomes,
`Retry-After`, the deadline, the budget) would still be needed.
"""

from __future__ import annotations

import random
from typing import Any

from attrs import frozen

from ..errors import (
    ApiError,
    ConfigurationError,
    DecodeError,
    RateLimitError,
    ResponseTooLargeError,
    TargetingError,
    TransportError,
)
from . import defaults
from .number_checks import check_number

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
"""The statuses after which a read is attempted again."""


@frozen(kw_only=True)
class RetryPolicy:
    """When a call is attempted again, and after which pause.

    The pause before retry n (n = 0, 1, …) is random, between 0 and min(`max_backoff`, `backoff` · 2ⁿ) seconds. If the
    service sends `Retry-After`, the pause is that value. No retry starts after the deadline.

    Attributes:
        attempts: The largest number of attempts of a call, the first included; at least 1. Default: 3. Not counted are
            one attempt after a 401 with a new token, and one after the reference to a large response has expired.
        ambiguous: Whether an operation of the class `value` is retried when it may have been applied. Default: False.
        backoff: The upper limit of the first pause, in seconds; 0 or more. Default: 0.5.
        max_backoff: The upper limit of every random pause, in seconds; 0 or more. Default: 8.
        max_retry_after: The longest `Retry-After` that is waited for, in seconds; 0 or more. Default: 120. A longer one
            is not waited for: the error is raised at once.

    Raises:
        ConfigurationError: A value is invalid.
    """

    attempts: int = defaults.ATTEMPTS
    ambiguous: bool = False
    backoff: float = defaults.BACKOFF
    max_backoff: float = defaults.MAX_BACKOFF
    max_retry_after: float = defaults.MAX_RETRY_AFTER

    def __attrs_post_init__(self) -> None:
        """Check every field after attrs has set it.

        Raises:
            ConfigurationError: One is invalid; the message names it.
        """
        check_number("attempts", self.attempts, whole=True)
        for name in ("backoff", "max_backoff", "max_retry_after"):
            check_number(name, getattr(self, name), zero=True)
        ambiguous: Any = self.ambiguous
        if not isinstance(ambiguous, bool):
            raise ConfigurationError(f"ambiguous must be True or False, not {ambiguous!r}")

    def allows(self, retry_class: str, error: TargetingError) -> bool:
        """Return whether an operation of this retry class may be attempted again after this error.

        All classes: after a 429, or a network error before anything was sent. A `write`: after nothing else. A `value`:
        after nothing else, unless `ambiguous` is set. A `read`, or a `value` with `ambiguous`: after a network error, a
        malformed success, or a status in `RETRIED`. The number of attempts is not looked at here.
        """
        if isinstance(error, RateLimitError) or (isinstance(error, TransportError) and error.applied is False):
            return True
        if retry_class == "write" or (retry_class == "value" and not self.ambiguous):
            return False
        if isinstance(error, ApiError):
            return error.status_code in RETRIED
        return isinstance(error, TransportError | DecodeError) and not isinstance(error, ResponseTooLargeError)

    def rate_limit_pause(self, refusals: int, retry_after: float | None) -> float:
        """Return the seconds for which no call of the same organisation is sent after a 429.

        Args:
            refusals: The number of 429s in a row before this one.
            retry_after: The seconds of `Retry-After`, or None if the service did not send it.
        """
        # However short the pauses are set: after 429s in a row, there is always one.
        least = min(1.0, 0.05 * 2.0 ** min(refusals - 1, 10)) if refusals else 0.0
        if retry_after is None or (refusals and retry_after < self.backoff):
            return max(least, retry_after or 0.0, self._random_pause(refusals))
        return min(max(least, retry_after), self.max_retry_after)

    def _random_pause(self, exponent: int) -> float:
        """Return a random pause in seconds: between 0 and `backoff` · 2^`exponent`, and at most `max_backoff`."""
        # The exponent is capped before a float overflows.
        return random.uniform(0, min(self.max_backoff, self.backoff * 2.0 ** min(exponent, 60)))  # noqa: S311

    def pause(self, done: int, retry_after: float | None, left: float) -> float | None:
        """Return the seconds to wait before the next attempt, or None if the error is final.

        It is final if no attempt is left, `Retry-After` is longer than `max_retry_after`, or the deadline comes first.

        Args:
            done: The number of attempts made so far, at least 1.
            retry_after: The seconds of `Retry-After`, or None if the service did not send it.
            left: Seconds until the deadline.
        """
        if done >= self.attempts:
            return None
        if retry_after is None:
            seconds = self._random_pause(done - 1)
        elif retry_after > self.max_retry_after:
            return None
        else:
            seconds = retry_after
        return seconds if seconds < left else None
