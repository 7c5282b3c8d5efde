"""Read dates and date-times, and write date-times as the service does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_MILLISECOND = 1000  # microseconds
_SECOND = dt.timedelta(seconds=1)
_LEAP_SECOND = re.compile(r"(.+T[0-9:]+:)60((?:\.[0-9]+)?(?:Z|[+-][0-9:]+))")


def as_date(value: Any) -> Any:
    """Read an ISO 8601 date."""
    return _parsed(dt.date.fromisoformat, value)


def as_datetime(value: Any) -> Any:
    """Read an RFC 3339 date-time. One without an offset is malformed: it could not be compared with others.

    `t` and `z` may be in lower case. A leap second is read as the second after it, which Python has no other name for.
    """
    parsed = _parsed(dt.datetime.fromisoformat, value)
    if parsed is None and isinstance(value, str):
        parsed = _unusual_datetime(value.upper())
    return None if parsed is None or parsed.tzinfo is None else parsed


def _unusual_datetime(text: str) -> dt.datetime | None:
    """Parse a date-time of any other form, also a leap second; None if it is malformed."""
    leap = _LEAP_SECOND.fullmatch(text)
    if leap is None:
        return _parsed(dt.datetime.fromisoformat, text)
    return _parsed(lambda last: dt.datetime.fromisoformat(last) + _SECOND, f"{leap[1]}59{leap[2]}")


def _parsed(parse: Callable[[str], T], value: Any) -> T | None:
    """Return the parsed text, or None if the value is malformed or not a string."""
    try:
        return parse(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def datetime_text(value: dt.datetime | str) -> str:
    """Return a date-time as the service writes it: with milliseconds, microseconds if needed, and Z for UTC.

    Raises:
        ValueError: It has no time zone.
    """
    if isinstance(value, str):
        return value
    if value.tzinfo is None:
        raise ValueError("a date-time needs a time zone, for example tzinfo=UTC")
    digits = "microseconds" if value.microsecond % _MILLISECOND else "milliseconds"
    text = value.isoformat(timespec=digits)
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
