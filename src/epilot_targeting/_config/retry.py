"""What is repeated, and after how long.

Written by hand: what a retry library brings is the loop and the sleep, which are six lines of `_send`. What is here
(the spec's classes, what became of the last attempt, `Retry-After`, the deadline, the budget) would be ours with any.
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

MOST = 1e9  # of any number among the options: thirty years, if it is seconds
REPEATED = frozenset({408, 429, 500, 502, 503, 504})
"""The failures that a read is repeated after."""


def check_number(name: str, value: object, *, whole: bool = False, zero: bool = False) -> None:
    """Check an option that is a number greater than 0, or 0 where that is a value.

    Raises:
        ConfigurationError: It is not.
    """
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value <= MOST or (not value and not zero):
        least = "0 or more" if zero else "greater than 0"
        raise ConfigurationError(f"{name} must be a {'whole ' if whole else ''}number {least}, not {value!r}")


@frozen(kw_only=True)
class RetryPolicy:
    """When a request is repeated.

    The pause before repetition n (from 0) is drawn evenly from 0 to min(`max_backoff`, `backoff` · 2ⁿ), or is what the
    service asks for in `Retry-After`.

    Attributes:
        attempts: Requests a call at the most, the first included. One more is sent after a 401 with a new token, and
            one where the reply to a read was stored and the reference to it has expired.
        ambiguous: Whether an operation that sets a value is repeated too when nobody knows whether it arrived.
        backoff: Seconds that the first pause takes at the most.
        max_backoff: Seconds that any drawn pause takes at the most.
        max_retry_after: Seconds of `Retry-After` that are waited at the most; for more the error comes at once.
    """

    attempts: int = 3
    ambiguous: bool = False
    backoff: float = 0.5
    max_backoff: float = 8.0
    max_retry_after: float = 120.0

    def __attrs_post_init__(self) -> None:
        check_number("attempts", self.attempts, whole=True)
        for name in ("backoff", "max_backoff", "max_retry_after"):
            check_number(name, getattr(self, name), zero=True)
        ambiguous: Any = self.ambiguous
        if not isinstance(ambiguous, bool):
            raise ConfigurationError(f"ambiguous must be True or False, not {ambiguous!r}")

    def allows(self, retry_class: str, error: TargetingError) -> bool:
        """Tell whether an operation of this class may be sent again after this error."""
        if isinstance(error, RateLimitError) or (isinstance(error, TransportError) and error.applied is False):
            return True
        if retry_class == "write" or (retry_class == "value" and not self.ambiguous):
            return False
        if isinstance(error, ApiError):
            return error.status_code in REPEATED
        return isinstance(error, TransportError | DecodeError) and not isinstance(error, ResponseTooLargeError)

    def pause(self, done: int, asked: float | None, left: float) -> float | None:
        """Give the seconds to wait before the next attempt, or None where there should be none.

        Args:
            done: The attempts so far.
            asked: Seconds that the service asks to wait, if it does.
            left: Seconds up to the deadline.
        """
        if done >= self.attempts:
            return None
        if asked is None:
            # Doubling stops before a float overflows.
            seconds = random.uniform(0, min(self.max_backoff, self.backoff * 2.0 ** min(done - 1, 60)))  # noqa: S311
        elif asked > self.max_retry_after:
            return None
        else:
            seconds = asked
        return seconds if seconds < left else None


class RetryBudget:
    """What the calls of a client may spend on repeating, all together.

    In an outage nothing succeeds, and soon each call sends one request again: the service is not held down by those
    who wait for it.
    """

    MOST = 100.0
    REFILL = 0.5  # for a success: enough for three attempts where three in ten fail

    def __init__(self) -> None:
        self.left = self.MOST

    def take(self) -> bool:
        """Take one repetition, if there is one."""
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def refill(self) -> None:
        """Count a success."""
        self.left = min(self.MOST, self.left + self.REFILL)
