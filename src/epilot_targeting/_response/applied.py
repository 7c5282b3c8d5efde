"""Determine `applied` of an attempt and of a call: whether the service carried the operation out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._status_ranges import CLIENT_ERRORS, SUCCESS
from .media_types import API_MEDIA_TYPES

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Success

    from .._transport.attempt import Attempt

OUTCOME_UNKNOWN = frozenset({408, 460, 499})
"""Client errors that a gateway sends when one side stopped waiting: the service may have continued."""


def attempt_applied(operation: Operation[Any], attempt: Attempt) -> bool | None:
    """Return `applied` of an attempt, which may still be under way: whether the service carried the operation out.

    With a response, its status decides: see `success_applied` and `status_applied`. Without one it is False if no byte
    of the request has left, else None (unknown). It is None too if a caller's client may have sent it unnoticed.
    """
    if attempt.status is not None:
        if attempt.status in SUCCESS:
            return success_applied(operation.success(attempt.status), attempt)
        return status_applied(attempt.status)
    return None if attempt.sent or (attempt.submitted and not attempt.started) else False


def success_applied(success: Success, attempt: Attempt) -> bool | None:
    """Return `applied` of an attempt with a 2xx status: True, or None if another server may have responded.

    A login page or a captive portal responds with 200 too. Return None if the document declares JSON or no body, and
    the media type is none of `API_MEDIA_TYPES`, unless the body was read to its end and is empty. If the document
    declares text or bytes, or leaves the type open, such a page cannot be detected: return True.

    Args:
        success: The kind of body that the document defines for this status.
        attempt: The attempt with its response.
    """
    if success.kind not in ("json", "optional_json", "nothing") or attempt.media_type in API_MEDIA_TYPES:
        return True
    return True if attempt.complete and not attempt.content else None


def status_applied(status: int) -> bool | None:
    """Return `applied` of a failure status: False for a 4xx but 408, 460 and 499, else None (unknown).

    A redirect is unknown too: 303 is sent after the work was done.
    """
    return False if status in CLIENT_ERRORS and status not in OUTCOME_UNKNOWN else None


def call_applied(operation: Operation[Any], attempt: Attempt | None, outcomes: list[bool | None]) -> bool | None:
    """Return `applied` of a call that a cancellation, a bug or an exception of middleware ended.

    It is True if any attempt was carried out, None if the outcome of one is unknown, else False.

    Args:
        operation: The operation, which `attempt_applied` needs for a success.
        attempt: The last attempt, which may still be under way: `attempt_applied` determines its outcome. None
            if there was none.
        outcomes: `applied` of each attempt that has failed. It may contain that of the last attempt.
    """
    every = [*outcomes, False if attempt is None else attempt_applied(operation, attempt)]
    return True if True in every else None if None in every else False


def combined_applied(applied: bool | None, outcomes: list[bool | None]) -> bool | None:  # noqa: FBT001
    """Return `applied` of a call from that of its last error and of each attempt.

    It is True if any attempt was carried out. It is None if that of the error is False, but the outcome of an
    attempt is unknown. Otherwise it is that of the error.

    Args:
        applied: `applied` of the error that ends the call.
        outcomes: `applied` of each attempt, the last included. It is empty if there was none.
    """
    if True in outcomes:
        return True
    return None if applied is False and None in outcomes else applied
