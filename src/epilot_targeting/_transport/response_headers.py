"""Read the status and the headers of a response: their decoding, repeated ones, and `set-cookie`, which is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .attempt import Attempt


def read_head(attempt: Attempt, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Record the status, the headers and the media type of a response in `attempt`, which counts as sent.

    `headers` are names and values as received. Names get lower case, repeated ones are joined by commas, and
    cookies are left out.
    """
    received: dict[str, str] = {}
    for key, value in headers:
        name, text = key.decode("latin-1").lower(), _text(value)
        received[name] = f"{received[name]}, {text}" if name in received else text
    received.pop("set-cookie", None)
    record_head(attempt, status, received)


def record_head(attempt: Attempt, status: int, headers: dict[str, str]) -> None:
    """Record the status and the decoded headers of a response in `attempt`, and the media type.

    The attempt counts as sent. `headers` have lower-case names, and are kept, not copied.
    """
    attempt.media_type = headers.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()
    attempt.headers, attempt.sent, attempt.status = headers, True, status


def _text(value: bytes) -> str:
    """Return the value of a response header, decoded as UTF-8, or as Latin-1 if it is not."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
