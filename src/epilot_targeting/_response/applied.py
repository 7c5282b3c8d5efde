"""Determine `applied` of an attempt and of a call: whether the service carried the operation out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._config.headers import LARGE
from .._status_ranges import CLIENT_ERRORS, SUCCESS
from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    DecodeError,
    TargetingError,
    TransportError,
)

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Success

    from .._transport.attempt import Attempt

API_MEDIA_TYPES = ("application/json", LARGE)
"""Media types of the service that a login page or a captive portal never has."""
OUTCOME_UNKNOWN = frozenset({408, 460, 499})
"""Client errors that a gateway sends when one side stopped waiting: the service may have continued."""
HINTS = {"read": "repeating it does no harm", "value": "read the state back, or set it again"}
"""The advice after an unknown outcome, by retry class."""
WITH_OUTCOME = (TransportError, ApiError, DecodeError, ClientClosedError, AuthorizationError)
"""The errors whose text states the outcome of the operation. The others are mistakes of the caller."""


def attempt_applied(operation: Operation[Any], attempt: Attempt) -> bool | None:
    """Return `applied` of an attempt, which may still be under way: True, False, or None if it is unknown."""
    if attempt.status is not None:
        if attempt.status in SUCCESS:
            return success_applied(operation.success(attempt.status), attempt)
        return status_applied(attempt.status)
    return None if attempt.sent or (attempt.submitted and not attempt.started) else False


def success_applied(success: Success, attempt: Attempt) -> bool | None:
    """Return `applied` of a 2xx: True, or None if another server may have responded.

    A login page or a captive portal responds with 200 and a body of another media type. If the document does not
    declare JSON, such a page cannot be detected.
    """
    if success.kind not in ("json", "optional_json", "nothing") or attempt.media_type in API_MEDIA_TYPES:
        return True
    return True if attempt.complete and not attempt.content else None


def status_applied(status: int) -> bool | None:
    """Return `applied` of a failure status: False if the service rejected the request, or None.

    A redirect is unknown too: 303 is sent after the work was done.
    """
    return False if status in CLIENT_ERRORS and status not in OUTCOME_UNKNOWN else None


def call_applied(operation: Operation[Any], attempt: Attempt | None, outcomes: list[bool | None]) -> bool | None:
    """Return `applied` of a call that something else than its error ends, such as a cancellation.

    Args:
        operation: The operation.
        attempt: The last attempt, which may still be under way, or None.
        outcomes: `applied` of the failed attempts.
    """
    every = [*outcomes, False if attempt is None else attempt_applied(operation, attempt)]
    return True if True in every else None if None in every else False


def set_applied(error: TargetingError, retry_class: str, outcomes: list[bool | None], *, answered: bool) -> None:
    """Set `applied` of the error that ends a call, from all its attempts, and add the outcome to its text.

    Args:
        error: The error of the last attempt.
        retry_class: The retry class of the operation.
        outcomes: `applied` of each attempt, the last included.
        answered: Whether the service answered any attempt.
    """
    if not isinstance(error, WITH_OUTCOME) and error.applied is False and None not in outcomes:
        return  # a mistake of the caller: no attempt was made
    if True in outcomes:
        error.applied = True
    elif error.applied is False and None in outcomes:
        error.applied = None
    not_applied = "the service did nothing" if answered else "nothing was sent"
    hint = HINTS.get(retry_class, "read the state back before you repeat it")
    unknown = f"it is unknown whether the operation was carried out: {hint}"
    outcome = {True: "the operation was carried out", False: not_applied, None: unknown}[error.applied]
    count = f" after {error.attempts} attempts" if error.attempts > 1 else ""
    error.args = (f"{error}{count}; {outcome}",)
