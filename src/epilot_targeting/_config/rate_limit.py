"""`RateLimit`: how many writes an organisation may send within some time."""

from __future__ import annotations

from attrs import frozen

from .defaults import RATE_LIMIT_SECONDS
from .number_checks import check_number


@frozen
class RateLimit:
    """A limit for writes: so many requests in any period of so many seconds.

    Each organisation has its own: origin, `org_id` and token provider tell them apart. The limit holds for one client
    and the clients derived from it, over all event loops and threads. If `configure` sets or changes it later, it holds
    from the next write on. The last writes before that count, of those without a limit up to 1,000.

    Attributes:
        requests: The largest number of writes in a period; at least 1.
        seconds: The length of the period in seconds; greater than 0. Default: 60.

    Raises:
        ConfigurationError: A value is invalid.

    Example:
        client = TargetingClient(get_token, rate_limit=RateLimit(requests=500, seconds=60))
    """

    requests: int
    seconds: float = RATE_LIMIT_SECONDS

    def __attrs_post_init__(self) -> None:
        """Check `requests` and `seconds` after attrs has set them.

        Raises:
            ConfigurationError: One is not greater than 0 and at most 10⁹, or `requests` is not a whole number.
        """
        check_number("requests", self.requests, whole=True)
        check_number("seconds", self.seconds)
