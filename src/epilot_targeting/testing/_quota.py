"""The quota of the fake: how many writes each organisation may send in a window, as the service limits them."""

from __future__ import annotations

import datetime as dt
from math import ceil

from .._config.rate_limit import RateLimit
from ._request_and_response import ErrorResponse, Request

ORGANISATION = "x-epilot-org-id"


class Quota:
    """Counts the writes of each organisation. A window begins with its first write.

    Args:
        limit: The largest number of writes in a window, and its seconds. None is no limit.
    """

    def __init__(self, limit: RateLimit | None) -> None:
        """Keep the limit; None is no limit. No window has begun."""
        self._limit = limit
        self._windows: dict[str, tuple[dt.datetime, int]] = {}

    def spend(self, request: Request, now: dt.datetime) -> None:
        """Count a write of an organisation, which its header `x-epilot-org-id` names, and refuse one beyond the limit.

        Without a limit, do nothing. Requests without the header count as one organisation.

        Args:
            request: The request of the write.
            now: The time of the service.

        Raises:
            ErrorResponse: The window has no write left (429). `Retry-After` is the seconds to its end.
        """
        if self._limit is None:
            return
        organisation = request.headers.get(ORGANISATION, "")
        started, used = self._windows.get(organisation, (now, 0))
        left = self._limit.seconds - (now - started).total_seconds()
        if left <= 0:
            started, used, left = now, 0, self._limit.seconds
        self._windows[organisation] = started, used + 1
        if used >= self._limit.requests:
            raise ErrorResponse(429, {"message": "Too Many Requests"}, {"retry-after": str(ceil(left))})

    def reset(self) -> None:
        """Forget all counted writes. No window has begun."""
        self._windows.clear()
