"""Map failure statuses: to error classes, and to what they say of the operation."""

from __future__ import annotations

from .._statuses import CLIENT_ERRORS, SERVER_ERRORS
from ..errors import (
    ApiError,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnauthorizedError,
)

STATUS_ERRORS: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}
"""The statuses with a class of their own."""
OUTCOME_UNKNOWN = frozenset({408, 460, 499})
"""Client errors that a gateway sends when one side stopped waiting: the service may have gone on."""


def error_class(status: int) -> type[ApiError]:
    """Return the class of a failure status."""
    return ServerError if status in SERVER_ERRORS else STATUS_ERRORS.get(status, ApiError)


def applied_by_status(status: int) -> bool | None:
    """Return what a failure status says of the operation: False where it was refused, or None.

    A redirect is unknown too: 303 is sent after the work was done.
    """
    return False if status in CLIENT_ERRORS and status not in OUTCOME_UNKNOWN else None
