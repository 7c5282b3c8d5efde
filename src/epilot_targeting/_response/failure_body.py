"""Read the body of a failure status: its JSON value, and the code and the message of the service in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .json_limits import is_shallow
from .json_reader import parse
from .redaction import EXCERPT

if TYPE_CHECKING:
    from epilot_targeting_generated.models.error_code import ErrorCode

MAX_MESSAGE = 500  # characters of the message or code of the service


def body_of(content: bytes) -> Any:
    """Return the JSON value of the body of a failure status, or None if it is empty or `null`. Raise nothing.

    Return its first `EXCERPT` (4,096) bytes as text if it is not JSON, or nested more than 100 levels. The caller has
    redacted `content`.
    """
    try:
        value = parse(content)
    except (ValueError, RecursionError):
        value = None
    else:
        if is_shallow(value):
            return value
    return content[:EXCERPT].decode("utf-8", "replace") or None


def code_of(value: object) -> ErrorCode | str | None:
    """Return the error code of the service: the member of ErrorCode, or the string if it is newer than the spec.

    Return None for a value that is no string, or has more than `MAX_MESSAGE` (500) characters.

    Args:
        value: The member `code` of the JSON body, of any type, or None if there is none.
    """
    if not isinstance(value, str) or len(value) > MAX_MESSAGE:
        return None
    from epilot_targeting_generated.models.error_code import ErrorCode

    try:
        return ErrorCode(value)
    except ValueError:
        return value


def message_of(fields: dict[str, Any]) -> str | None:
    """Return the message in the JSON body of a failure status: `message`, or else `error`, cut to 500 characters.

    Return None if neither is a string. `fields` is the body, or an empty dict if it is no object.
    """
    return next((fields[key][:MAX_MESSAGE] for key in ("message", "error") if isinstance(fields.get(key), str)), None)
