"""The rate limit between the part files of a lane: each task has a new client, which has counted no write yet.

A lane is the sequence of parts of which each one waits for the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import RateLimit

Writes = tuple[float, int]
"""The wall-clock time at which a part ended, and the number of its writes."""


def still_counting(writes: Sequence[Writes], limit: RateLimit, now: float) -> tuple[Writes, ...]:
    """Return those writes of earlier parts that still count towards a rate limit: parts that ended within its window.

    Args:
        writes: When each part ended, and the number of its writes.
        limit: The limit of the lane.
        now: The wall-clock time in seconds.
    """
    return tuple(one for one in writes if one[0] + limit.seconds > now)


def pause_before(rows: int, writes: Sequence[Writes], limit: RateLimit, now: float) -> float:
    """Return the seconds that a part has to wait before it starts, so that its lane stays within the rate limit.

    They are 0 if all rows of the part fit beside the earlier writes, and at most the seconds of the limit.

    Args:
        rows: The rows of the part, each of which is a write.
        writes: The writes of the parts before it in the lane, the last one last.
        limit: The limit of the lane.
        now: The wall-clock time in seconds.
    """
    counting = still_counting(writes, limit, now)
    if not counting or sum(number for _, number in counting) + rows <= limit.requests:
        return 0.0
    # The clocks of two workers may differ.
    return min(counting[-1][0] + limit.seconds - now, limit.seconds)
