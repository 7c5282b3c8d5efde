"""`RetryPolicy`: the options of retries. `_call/retry_decision.py` applies them."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ..errors import ConfigurationError
from . import defaults
from .number_checks import check_number


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
