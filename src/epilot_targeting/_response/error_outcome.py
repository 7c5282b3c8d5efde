"""Set `applied` of the error that ends a call, and state in its text what happened to the data, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    DecodeError,
    TargetingError,
    TransportError,
)
from .applied import combined_applied

if TYPE_CHECKING:
    from epilot_targeting_generated.types import RetryClass

HINTS = {"read": "repeating it does no harm", "value": "read the state back, or set it again"}
"""The advice after an unknown outcome, by retry class."""
WITH_OUTCOME = (TransportError, ApiError, DecodeError, ClientClosedError, AuthorizationError)
"""The errors whose text states the outcome of the operation. The others are mistakes of the caller."""


def state_outcome(
    error: TargetingError, retry_class: RetryClass, outcomes: list[bool | None], *, answered: bool
) -> None:
    """Set `applied` of the error that ends a call, and add the outcome and what to do to its text.

    After several attempts, the text also gets their number. A mistake of the caller, which is an error of a class that
    is not in `WITH_OUTCOME`, stays as it is, if no attempt was carried out and the outcome of none is unknown. Call
    this once for an error: a second call would repeat the text.

    Args:
        error: The error of the last attempt, with `attempts` set. It is changed in place.
        retry_class: The retry class of the operation: `read`, `value` or `write`.
        outcomes: `applied` of each attempt, the last included: True, False, or None if it is unknown.
        answered: Whether the service answered any attempt.
    """
    applied = combined_applied(error.applied, outcomes)
    if not isinstance(error, WITH_OUTCOME) and applied is False:
        return  # a mistake of the caller, and no attempt did anything
    error.applied = applied
    not_applied = "the service did nothing" if answered else "nothing was sent"
    hint = HINTS.get(retry_class, "read the state back before you repeat it")
    unknown = f"it is unknown whether the operation was carried out: {hint}"
    # A read that was carried out has changed nothing: only its data is lost.
    carried_out = "the operation was carried out" + (f": {hint}" if retry_class == "read" else "")
    outcome = {True: carried_out, False: not_applied, None: unknown}[applied]
    count = f"; gave up after {error.attempts} attempts" if error.attempts > 1 else ""
    error.args = (f"{error}{count}; {outcome}",)
