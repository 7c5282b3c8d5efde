"""The error class of each failure status."""

from __future__ import annotations

from .._status_ranges import SERVER_ERRORS
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


def error_class(status: int) -> type[ApiError]:
    """Return the error class of a failure status: its own, `ServerError` for 5xx, or `ApiError` for any other."""
    return ServerError if status in SERVER_ERRORS else STATUS_ERRORS.get(status, ApiError)
