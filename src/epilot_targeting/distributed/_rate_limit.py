"""The rate limit of part files: the share of each lane, and the pauses between its parts, since a task counts anew.

A lane is the sequence of parts of which each one waits for the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from .. import RateLimit
from ..errors import ConfigurationError

Writes = tuple[float, int]
"""The wall-clock time at which a part ended, and the number of its writes."""


def share_of_lane(rate_limit: object, parallel: object) -> RateLimit | None:
    """Return the rate limit of each lane, or None if `rate_limit` is None.

    A lane is a sequence of parts of which each waits for the one before; there are `parallel` lanes. The limit of a
    lane has the seconds of `rate_limit`, and its requests divided by `parallel`, rounded down.

    Args:
        rate_limit: The argument of `create_recipients_from_parquet`, unchecked: a RateLimit or None.
        parallel: The argument of `create_recipients_from_parquet`, unchecked: a whole number, 1 or more.

    Raises:
        ConfigurationError: One is invalid, or the limit has fewer requests than there are lanes.
    """
    if not isinstance(parallel, int) or isinstance(parallel, bool) or parallel < 1:
        raise ConfigurationError(f"parallel must be a whole number, 1 or more, not {parallel!r}")
    if rate_limit is None:
        return None
    if not isinstance(rate_limit, RateLimit):
        raise ConfigurationError("rate_limit must be a RateLimit, such as RateLimit(requests=500, seconds=60)")
    if rate_limit.requests < parallel:
        raise ConfigurationError(f"parallel={parallel} is too large: rate_limit has {rate_limit.requests} requests")
    return evolve(rate_limit, requests=rate_limit.requests // parallel)


def still_counting(writes: Sequence[Writes], limit: RateLimit, now: float) -> tuple[Writes, ...]:
    """Return the `writes` that still count towards a rate limit: of parts that ended less than its seconds ago.

    Args:
        writes: For each earlier part of a lane, the time at which it ended, and the number of its writes. A lane is a
            sequence of parts of which each waits for the one before.
        limit: The rate limit of the lane.
        now: The present time. Both times are in seconds, as of `time.time()`.
    """
    return tuple(one for one in writes if one[0] + limit.seconds > now)


def pause_before(rows: int, writes: Sequence[Writes], limit: RateLimit, now: float) -> float:
    """Return the seconds that a part waits before it starts, so that its lane stays within the rate limit.

    A lane is a sequence of parts of which each waits for the one before. The result is 0 if all rows of the part fit
    beside the earlier writes, or there are none. Otherwise it is the time until no earlier write counts any more, but
    at most the seconds of the limit.

    Args:
        rows: The rows of the part, each of which is a write. They may be more than the limit.
        writes: For each earlier part of the lane, in order, the time at which it ended, and the number of its writes.
            Those too old to count are ignored.
        limit: The rate limit of the lane.
        now: The present time. Both times are in seconds, as of `time.time()`.
    """
    counting = still_counting(writes, limit, now)
    if not counting or sum(number for _, number in counting) + rows <= limit.requests:
        return 0.0
    # The clocks of two workers may differ.
    return min(counting[-1][0] + limit.seconds - now, limit.seconds)
