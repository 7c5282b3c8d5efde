"""The formats of strings and numbers: validate values and generate examples."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

UUID_LENGTH = 36
TIME = r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
DATE_TIME = re.compile(rf"\d{{4}}-\d\d-\d\dT{TIME}", re.ASCII)
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(\.{LABEL})*")


def is_format(name: str, value: Any) -> bool:
    """Return whether a JSON value conforms to a `format` of OpenAPI.

    A value of a type that the format is not for conforms, and so does any value to an unknown format.

    Args:
        name: The format, such as `date-time` or `int32`.
        value: The value.
    """
    if isinstance(value, int) and name in WIDTHS:
        return value.bit_length() <= WIDTHS[name] or value == -(1 << WIDTHS[name])
    if not isinstance(value, str) or name not in FORMATS:
        return True
    try:
        return bool(FORMATS[name](value))
    except ValueError:
        return False


def _is_date_time(text: str) -> bool:
    """Return whether a text is a date and a time with an offset, as in RFC 3339.

    Raises:
        ValueError: It looks like one, and is no real date or time, such as the 31st of April. `is_format` takes this
            for False.
    """
    upper = text.upper()
    return DATE_TIME.fullmatch(upper) is not None and dt.datetime.fromisoformat(upper).year > 0


WIDTHS = {"int32": 31, "int64": 63}
FORMATS: dict[str, Callable[[str], Any]] = {
    "uuid": lambda text: len(text) == UUID_LENGTH and str(UUID(text)) == text.lower(),
    "date": lambda text: dt.date.fromisoformat(text).isoformat() == text,
    "date-time": _is_date_time,
    "email": lambda text: "@" in text,
    "ipv4": lambda text: ipaddress.IPv4Address(text),
    "ipv6": lambda text: "%" not in text and ipaddress.IPv6Address(text),
    "byte": lambda text: [base64.b64decode(text.encode("ascii"), validate=True)],
    "uri": URI.fullmatch,
    "hostname": HOST.fullmatch,
}
"""Check a text against a format: return a true value, or raise ValueError."""

EXAMPLES: dict[str, Callable[[int], str]] = {
    "uuid": lambda n: str(UUID(int=(0x4000_8000 << 48) + n + 1)),
    "date": lambda n: (dt.date(2025, 3, 1) + dt.timedelta(n)).isoformat(),
    "date-time": lambda n: f"{dt.datetime(2025, 3, 1, 8, 30) + dt.timedelta(n):%Y-%m-%dT%H:%M:%S}Z",
    "time": lambda n: f"{8 + n % 12:02}:30:00Z",
    "duration": lambda n: f"P{n + 1}D",
    "email": lambda n: f"person{n + 1}@example.com",
    "uri": lambda n: f"https://example.com/{n + 1}",
    "url": lambda n: f"https://example.com/{n + 1}",
    "uri-reference": lambda n: f"/{n + 1}",
    "hostname": lambda n: f"host{n + 1}.example.com",
    "ipv4": lambda n: f"192.0.2.{n + 1}",
    "ipv6": lambda n: f"2001:db8::{n + 1:x}",
    "byte": lambda n: base64.b64encode(f"bytes {n + 1}".encode()).decode(),
    "regex": lambda n: f"^{n + 1}$",
    "json-pointer": lambda n: f"/{n + 1}",
}
"""Return the n-th example of a format."""
