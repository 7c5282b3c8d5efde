"""Parse the header `Retry-After`: seconds or a date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_SECONDS = 1e9  # 30 years; a larger number would overflow a timer


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds to wait from a `Retry-After` header, or None if it is missing or invalid.

    Args:
        value: The value of the header: seconds or a date.
        now: The current time, which a date is compared with.
    """
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else (_date(value) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), MAX_SECONDS)


def _date(value: str) -> datetime:
    parsed = parsedate_to_datetime(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
