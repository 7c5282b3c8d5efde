"""The errors that reach a user.

    TargetingError
    ├── ConfigurationError        the caller's mistake, found before any request; also a ValueError
    ├── ClientClosedError         used after, or cut off by, aclose()
    ├── AuthorizationError        the token provider failed, or gave something that is no token
    ├── TransportError            no usable answer: connect, TLS, protocol, broken off
    │   └── RequestTimeoutError   also a builtin TimeoutError; names which limit passed
    ├── ApiError                  the service answered with a failure
    │   ├── BadRequestError 400 · UnauthorizedError 401 · ForbiddenError 403 · NotFoundError 404 · ConflictError 409
    │   ├── RateLimitError 429
    │   └── ServerError 5xx
    ├── DecodeError               a success that is not what the spec promises
    │   └── ResponseTooLargeError
    └── PaginationError

Every error says what became of the request in `applied`: False (the service certainly did nothing), True (it did), None
(nobody can know). No token, query or request body stands in any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from epilot_targeting_generated import models

__all__ = [
    "ApiError",
    "AuthorizationError",
    "BadRequestError",
    "ClientClosedError",
    "ConfigurationError",
    "ConflictError",
    "DecodeError",
    "ForbiddenError",
    "NotFoundError",
    "PaginationError",
    "RateLimitError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "ServerError",
    "TargetingError",
    "TransportError",
    "UnauthorizedError",
]


class TargetingError(Exception):
    """The root of all errors of this package.

    Attributes:
        applied: Whether the service carried the operation out: True, False, or None where nobody can know.
        operation: The method's name, such as `get_recipients`, or None outside of any operation.
        attempts: How many requests were sent for the call.
        elapsed: Seconds from the call to the error.
        cursor: Where an iteration over pages can go on, as `start=`.
    """

    applied: bool | None = False
    operation: str | None = None
    attempts: int = 0
    elapsed: float = 0.0
    cursor: str | None = None

    def __init__(self, message: str = "", /, **details: Any) -> None:
        super().__init__(message)
        self.__dict__.update(details)

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call the class with the message alone and lose what was added later.
        return _rebuild, (type(self), str(self), self.__dict__.copy())


def _rebuild(kind: type[TargetingError], message: str, details: dict[str, Any]) -> TargetingError:
    return kind(message, **details)


class ConfigurationError(TargetingError, ValueError):
    """The caller's mistake, found before any request: an empty id, no token, a bad option."""


class ClientClosedError(TargetingError):
    """The client was used after `aclose()`, or `aclose()` cut the call off."""


class AuthorizationError(TargetingError):
    """The token provider failed, or gave something that is no token; without one nothing is sent."""


class TransportError(TargetingError):
    """No usable response: the connection failed, or broke before the response was complete."""


class RequestTimeoutError(TransportError, TimeoutError):
    """A limit of time passed.

    Attributes:
        limit: Which one: `connect`, `read`, `write`, `pool` or `deadline`.
    """

    limit: Literal["", "connect", "deadline", "pool", "read", "write"] = ""


class ApiError(TargetingError):
    """The service answered with a failure.

    Attributes:
        status_code: The HTTP status.
        code: The service's error code, an `ErrorCode` or a newer string, or None.
        message: The service's own words, or None.
        body: The decoded JSON, or the text, capped.
        headers: The headers of the response, lower-cased, without cookies.
        request_id: The service's id of the request, for its support.
        method: The request's method.
        path: The request's path, without the query.
        retry_after: Seconds that the service asks to wait, or None.
    """

    status_code: int = 0
    code: models.ErrorCode | str | None = None
    message: str | None = None
    body: Any = None
    headers: Mapping[str, str] = {}  # noqa: RUF012 (never changed: each error brings its own)
    request_id: str | None = None
    method: str = ""
    path: str = ""
    retry_after: float | None = None


class BadRequestError(ApiError):
    """400: the service refuses the request, and says why in `code` or `message`."""


class UnauthorizedError(ApiError):
    """401: the token is missing, wrong or expired."""


class ForbiddenError(ApiError):
    """403: the token is good, but not for this."""


class NotFoundError(ApiError):
    """404: there is no such thing."""


class ConflictError(ApiError):
    """409: the state of the thing does not allow this, such as a portal status that would move backward."""


class RateLimitError(ApiError):
    """429: too many requests; `retry_after` says how long to wait."""


class ServerError(ApiError):
    """5xx: the service or its gateway failed."""


class DecodeError(TargetingError):
    """A success that is not what the spec promises.

    Attributes:
        status_code: The HTTP status.
        body: The first bytes of the body.
        expired: Whether the body was stored elsewhere, and the reference to it is no longer good.
    """

    applied: bool | None = True
    status_code: int = 0
    body: bytes = b""
    expired: bool = False


class ResponseTooLargeError(DecodeError):
    """The response is larger than `max_response_bytes` after decompression."""


class PaginationError(TargetingError):
    """The iteration cannot go on: a cursor came a second time, or is no string."""
