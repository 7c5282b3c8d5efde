"""Decode the body of a success into a model, or raise DecodeError: malformed, too many values, or not JSON."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import DecodeError, ResponseTooLargeError
from .applied import success_applied
from .json_limits import MAX_DEPTH, SPARSE, TooManyValues, check_depth
from .json_reader import parse
from .media_types import API_MEDIA_TYPES, check_media_type, is_json, is_text
from .redaction import excerpt

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Success

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

T = TypeVar("T")
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
REJECTED_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Encodings that exist in Python only. Some take time that grows with the square of the body."""
JSON_KINDS = ("json", "optional_json")


def decode(
    operation: Operation[T],
    success: Success,
    attempt: Attempt,
    token: Secret[str] | None,
    max_records: int,
    *,
    stored: bool,
) -> T:
    """Return the decoded body of a success: a model, or the value that the operation returns.

    Args:
        operation: The operation.
        success: The kind of body that the document defines for this status, and its decoder.
        attempt: The attempt with its response, whose body was read completely.
        token: The token that was sent, or None. An error does not show it.
        max_records: The largest number of JSON values.
        stored: Whether the body is a large response from the object store, which may be JSON within a JSON string.

    Raises:
        DecodeError: The body does not match the spec, or is of another media type. `applied` says whether the service
            carried the operation out.
        ResponseTooLargeError: It has more than `max_records` values, or more than 100 levels.
    """
    error_type = DecodeError
    try:
        if success.kind in JSON_KINDS:
            if attempt.media_type not in API_MEDIA_TYPES and not stored:
                check_media_type(attempt)
            value = parse(attempt.content, max_records) if attempt.content or success.kind == "json" else None
            value = parse(value.encode(), max_records) if stored and isinstance(value, str) else value
        else:
            value = _value(success, attempt, max_records)
        brackets = attempt.content.count(b"{") + attempt.content.count(b"[")
        if brackets > MAX_DEPTH and brackets * SPARSE > len(attempt.content):
            check_depth(value)
        decoded: T = success.decode(value)
        return decoded
    except (ValueError, TypeError, RecursionError) as error:
        reason = _reason(error) if attempt.content else "the body is empty"
        if isinstance(error, TooManyValues):
            error_type = ResponseTooLargeError
    message = f"{operation.name}: {attempt.status}, but {reason}"
    applied = success_applied(success, attempt)
    raise error_type(message, status_code=attempt.status, body=excerpt(attempt, token), applied=applied)


def _value(success: Success, attempt: Attempt, max_records: int) -> Any:
    """Return the value of a success body of a kind other than JSON: text, bytes, or None for `nothing`.

    For the kind `any`, the Content-Type decides: JSON, text, or bytes for any other one and for none. An empty
    body of this kind is None, or an empty text if its Content-Type is a text. `decode` itself parses
    `JSON_KINDS`.

    Args:
        success: The kind of body that the document defines for this status.
        attempt: The attempt with its response, whose body was read completely.
        max_records: The largest number of JSON values.

    Raises:
        ValueError: The body is not what its Content-Type says, or has more than `max_records` JSON values.
        RecursionError: It is JSON, and nested too deeply.
    """
    if success.kind == "text":
        return _text(attempt)
    if success.kind == "any" and (attempt.content or is_text(attempt)):
        return _any(attempt, max_records)
    return attempt.content if success.kind == "bytes" else None


def _any(attempt: Attempt, max_records: int) -> Any:
    """Return the value of a success body whose type the document leaves open, by its Content-Type.

    It is JSON, text, or bytes for any other Content-Type and for none. `_value` calls this. It returns None
    itself for an empty body that is no text.

    Raises:
        ValueError: The body is not what its Content-Type says, or has more than `max_records` JSON values.
        RecursionError: It is JSON, and nested too deeply.
    """
    if is_json(attempt):
        return parse(attempt.content, max_records)
    return _text(attempt) if is_text(attempt) else attempt.content


def _text(attempt: Attempt) -> str:
    """Return the body of a response as text, by the charset of its Content-Type. Default: UTF-8.

    Raises:
        ValueError: The charset is unknown, or the body is invalid in it.
    """
    named = CHARSET.search(attempt.headers.get("content-type", ""))
    try:
        charset = codecs.lookup(named[1] if named else "utf-8").name
        if charset in REJECTED_CHARSETS:
            raise LookupError
        return attempt.content.decode(charset)
    except LookupError:
        reason = "its Content-Type names an unknown charset"
    except UnicodeError:
        reason = "the body is invalid in the charset of its Content-Type (UTF-8 if it names none)"
    # Outside the handler: the exception contains the body.
    raise ValueError(reason)


def _reason(error: Exception) -> str:
    """Return why a body could not be decoded, for the message of a DecodeError. It does not quote the body.

    `error` is the ValueError, TypeError or RecursionError of the parser or the decoder.
    """
    # The parser's message quotes the body.
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"the body is not valid JSON ({type(error).__name__})"
    if isinstance(error, RecursionError):
        return "the body is nested too deeply"
    return str(error)
