"""What became of an operation: `applied` of an attempt, and the words about it in an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._statuses import SUCCESS
from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    DecodeError,
    TargetingError,
    TransportError,
)
from .decode import success_applied
from .statuses import applied_by_status

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._transport.attempt import Attempt

HINTS = {"read": "repeating it does no harm", "value": "read the state back, or set it again"}
"""What to do after an unknown outcome, by retry class."""
WITH_OUTCOME = (TransportError, ApiError, DecodeError, ClientClosedError, AuthorizationError)
"""Errors that speak of the operation. Others are the caller's mistake, and their words say all."""


def outcome_of(operation: Operation[Any], attempt: Attempt) -> bool | None:
    """Return `applied` of an attempt, ended or not: True, False, or None where it is unknown."""
    if attempt.status is not None:
        if attempt.status in SUCCESS:
            return success_applied(operation.reply(attempt.status), attempt)
        return applied_by_status(attempt.status)
    return None if attempt.sent or (attempt.submitted and not attempt.started) else False


def add_outcome(error: TargetingError, retry_class: str, outcomes: list[bool | None], *, answered: bool) -> None:
    """Set `applied` of the error that ends a call, and add the outcome to its text.

    Args:
        error: The error.
        retry_class: The retry class of the operation.
        outcomes: `applied` of each attempt, the last included.
        answered: Whether the service answered any attempt.
    """
    if not isinstance(error, WITH_OUTCOME):
        return
    if error.applied is False and outcomes.count(False) < len(outcomes):
        error.applied = True if True in outcomes else None
    nothing = "the service did nothing" if answered else "nothing was sent"
    hint = HINTS.get(retry_class, "read the state back before you repeat it")
    unknown = f"nobody can know whether it was carried out: {hint}"
    outcome = {True: "the service did carry the operation out", False: nothing, None: unknown}[error.applied]
    again = f" after {error.attempts} attempts" if error.attempts > 1 else ""
    error.args = (f"{error}{again}; {outcome}",)
