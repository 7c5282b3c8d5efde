"""Decode the body of a success, and say what a success proves."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from .._config.options import LARGE
from .._config.token_provider import MAX_TOKEN
from ..errors import DecodeError
from .json_reader import parse
from .large import is_large_response
from .redaction import redacted

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Reply

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

T = TypeVar("T")
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Encodings of Python alone. Some take time that grows with the square of the body."""
TRUSTED = ("application/json", LARGE)
"""Media types that a login page never has."""
LONGEST_TYPE = 60  # characters of a media type that an error shows
EXCERPT = 4096  # bytes of a body that an error shows


def decode(operation: Operation[T], success: Reply, attempt: Attempt, token: Secret[str] | None, *, stored: bool) -> T:
    """Decode a success.

    Args:
        operation: The operation.
        success: The kind of body that the document gives this status, and its decoder.
        attempt: The attempt with its response.
        token: The token that was sent: an error never shows it.
        stored: Whether the body is a large response from the object store, which may be encoded twice.

    Raises:
        DecodeError: The body does not match the spec.
    """
    try:
        if success.kind == "json":
            if attempt.media_type not in TRUSTED and not stored:
                _check_media_type(attempt)
            value = parse(attempt.content)
            value = parse(value.encode()) if stored and isinstance(value, str) else value
        else:
            value = _value(success, attempt)
        decoded: T = success.decode(value)
        return decoded
    except (ValueError, TypeError, RecursionError) as error:
        reason = _reason(error)
    message = f"{operation.name}: {attempt.status}, but {reason}"
    applied = success_applied(success, attempt)
    raise DecodeError(message, status_code=attempt.status, body=excerpt(attempt, token), applied=applied)


def success_applied(success: Reply, attempt: Attempt) -> bool | None:
    """Return `applied` of a 2xx: True, or None where another server may have answered.

    A login page or a captive portal answers 200 with a body of its own media type. Where the document does not promise
    JSON, such a page cannot be detected.
    """
    if success.kind not in ("json", "nothing") or attempt.media_type in TRUSTED:
        return True
    return True if attempt.complete and not attempt.content else None


def _check_media_type(attempt: Attempt) -> None:
    if attempt.media_type and attempt.content and not _is_json(attempt):
        shown = "".join(character for character in attempt.media_type if character.isprintable())[:LONGEST_TYPE]
        raise ValueError(f"the body is {shown!r} and not JSON: another server may have answered")


def _is_json(attempt: Attempt) -> bool:
    return attempt.media_type.endswith(("/json", "+json", LARGE))


def _value(success: Reply, attempt: Attempt) -> Any:
    """Return the input of the decoder of a body that is not JSON."""
    if success.kind == "text":
        return _text(attempt)
    if success.kind == "any" and attempt.content:
        return _any(attempt)
    return attempt.content if success.kind == "bytes" else None


def _any(attempt: Attempt) -> Any:
    """Read a body by its Content-Type: the document does not describe it."""
    if _is_json(attempt):
        return parse(attempt.content)
    return _text(attempt) if attempt.media_type.startswith("text/") else attempt.content


def _text(attempt: Attempt) -> str:
    """Read the body in the charset of its Content-Type.

    Raises:
        ValueError: The charset is unknown, or the body is invalid in it.
    """
    named = CHARSET.search(attempt.headers.get("content-type", ""))
    try:
        charset = codecs.lookup(named[1] if named else "utf-8").name
        if charset in NO_CHARSETS:
            raise LookupError
        return attempt.content.decode(charset)
    except LookupError:
        reason = "its Content-Type names an unknown charset"
    except UnicodeError:
        reason = "the body is invalid in the charset of its Content-Type, which is UTF-8 where it names none"
    # Outside the handler: the exception holds the body.
    raise ValueError(reason)


def excerpt(attempt: Attempt, token: Secret[str] | None) -> bytes:
    """Return the beginning of a body for an error, or nothing where the body holds a presigned address."""
    return b"" if is_large_response(attempt) else redacted(attempt.content[: EXCERPT + MAX_TOKEN], token)[:EXCERPT]


def _reason(error: Exception) -> str:
    # The parser's message quotes the body.
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"the body is no JSON ({type(error).__name__})"
    if isinstance(error, RecursionError):
        return "the body is nested too deeply"
    return str(error)
