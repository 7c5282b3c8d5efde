"""Read the header Retry-After."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 1e9  # seconds; more digits than a number holds ask for a long wait too


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date; give seconds, or None where it says nothing usable."""
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else (_date(value) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), LONGEST)


def _date(value: str) -> datetime:
    parsed = parsedate_to_datetime(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
