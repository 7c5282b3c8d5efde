"""Parse the header `Retry-After`: seconds or a date."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

MAX_SECONDS = 1e9  # 30 years; a larger number would overflow a timer


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait by the header `Retry-After`, or None if it is missing or invalid.

    A date is compared with the `Date` of the response, since clocks may differ; a date that has passed is 0. The result
    is at most `MAX_SECONDS` (30 years): the caller decides whether it waits.

    Args:
        headers: The headers of the response, with lower-cased names.
        now: The current time in UTC, for a response without a valid `Date`.
    """
    value = headers.get("retry-after")
    if value is None:
        return None
    with suppress(KeyError, ValueError, OverflowError):
        now = _date(headers["date"])
    try:
        seconds = float(value) if value.strip().isdigit() else (_date(value) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), MAX_SECONDS)


def _date(value: str) -> datetime:
    """Return an HTTP date as a datetime with a time zone; without an offset it is UTC.

    Raise ValueError if it is malformed, and OverflowError if it is out of range.
    """
    from email.utils import parsedate_to_datetime  # few responses need it

    parsed = parsedate_to_datetime(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
