"""The error classes, with the fields of each.

    TargetingError
    ├── ConfigurationError        an invalid argument or option, found before any request; also a ValueError
    ├── ClientClosedError         the client is closed, or was closed during the call
    ├── AuthorizationError        the token provider failed, or returned an invalid token
    ├── TransportError            no usable response: connection, TLS or protocol failed, or the response was cut off
    │   └── RequestTimeoutError   also a builtin TimeoutError; `limit` names the time limit
    ├── ApiError                  the service responded with a failure status
    │   ├── BadRequestError 400 · UnauthorizedError 401 · ForbiddenError 403 · NotFoundError 404 · ConflictError 409
    │   ├── RateLimitError 429
    │   └── ServerError 5xx
    ├── DecodeError               a success whose body does not match the spec
    │   └── ResponseTooLargeError
    └── PaginationError           the cursors of a list do not lead to its end

Each error says in `applied` whether the service carried the operation out: False (no), True (yes) or None (unknown). No
token, query or request body is in any of them. To raise one in your own tests, see `testing.make_error`.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

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

TimeLimit: TypeAlias = Literal["", "connect", "deadline", "pool", "rate_limit", "read", "timeout", "write"]
"""The values of `RequestTimeoutError.limit`."""


class TargetingError(Exception):
    """The base class of all errors of this package.

    Example:
        try:
            await client.update_recipient(campaign_id, recipient_id, {"automation_status": "pending"})
        except TargetingError as error:
            print(error.operation, error.applied, error)

    Attributes:
        applied: Whether the service carried the operation out: True, False, or None if it is unknown. Default: False.
        operation: The method name of the operation, such as `get_recipients`. None outside of an operation.
        attempts: The number of requests that were sent for the call. Default: 0.
        elapsed: Seconds from the start of the call to the error. Default: 0.
        cursor: The cursor from which an iteration over pages can continue, as `start=`. None outside of an iteration,
            and for the first page.
    """

    applied: bool | None = False
    operation: str | None = None
    attempts: int = 0
    elapsed: float = 0.0
    cursor: str | None = None

    def __init__(self, message: str = "", /, **details: Any) -> None:
        """Keep the message, and set the details as attributes, such as `applied`.

        Raises:
            TypeError: The class has no attribute of that name.
        """
        super().__init__(message)
        for name in details:
            if not hasattr(self, name):
                raise TypeError(_unknown_detail(type(self), name))
        self.__dict__.update(details)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return `_rebuild` and its arguments, for pickling and copying: class, message and attributes.

        A library, such as tblib, may have registered in `copyreg` how to pickle this class with its cause and
        context. Then first change this error: `_make_chain_picklable` replaces a cause or context that does not
        pickle.
        """
        if type(self) in copyreg.dispatch_table:
            _make_chain_picklable(self)
        # The default would call the class with the message alone, and lose the attributes.
        return _rebuild, (type(self), str(self), self.__dict__.copy())


def _rebuild(kind: type[TargetingError], message: str, details: dict[str, Any]) -> TargetingError:
    """Return an error of this class and message with `details` as its attributes. pickle and copy call this.

    The names are not checked: others may have set attributes that the class does not have, such as `__notes__`.
    """
    error = kind(message)
    error.__dict__.update(details)
    return error


def _make_chain_picklable(error: TargetingError) -> None:
    """Replace the cause of this error by a RuntimeError with its text if it does not pickle. Do so with the context.

    The error is changed in place; the causes of its cause are not. `__reduce__` calls this only if a library, such as
    tblib, has registered how to pickle an error with its cause and context. Python alone does not pickle these two.
    """
    import pickle  # only such a library needs them
    import traceback

    for name in ("__cause__", "__context__"):
        one = getattr(error, name)
        try:
            pickle.loads(pickle.dumps(one))  # noqa: S301 (our own bytes)
        except Exception:
            setattr(error, name, RuntimeError("".join(traceback.format_exception_only(one)).strip()))


def _unknown_detail(kind: type[TargetingError], name: str) -> str:
    """Return the message that a class of errors has no attribute of this name, with the most similar one if any is."""
    from difflib import get_close_matches  # only a mistake needs it

    known = [one for one in dir(kind) if not one.startswith("_") and not callable(getattr(kind, one))]
    similar = get_close_matches(name, known, n=1)
    return f"{kind.__name__} has no attribute {name}" + "".join(f": did you mean `{one}`?" for one in similar)


class ConfigurationError(TargetingError, ValueError):
    """An argument, an option or an environment variable is invalid, such as an empty id or a missing certificate file.

    Nothing was sent, unless `applied` says otherwise: the download of a large response may use another proxy.
    """


class ClientClosedError(TargetingError):
    """The client is closed, or `aclose()` ended the call.

    Use the client inside `async with`, or create another one.
    """


class AuthorizationError(TargetingError):
    """The token provider failed, or returned an invalid token. Its exception is `__cause__`."""


class TransportError(TargetingError):
    """There is no usable response: the connection failed, or was closed before the response was complete."""


class RequestTimeoutError(TransportError, TimeoutError):
    """A time limit passed.

    Attributes:
        limit: The time limit that passed: `connect`, `read` or `write` of `timeout`, `pool` of a caller's client,
            `deadline` of the call, `timeout` of `wait_for_job`, or `rate_limit`: the service admits no call before the
            deadline.
    """

    limit: TimeLimit = ""


class ApiError(TargetingError):
    """The service responded with a failure status.

    Attributes:
        status_code: The HTTP status.
        code: The error code of the service: an `ErrorCode`, a string that is newer than the spec, or None.
        message: The message of the service, up to 500 characters, or None.
        body: The decoded JSON of the response, or up to 4,096 bytes of it as text, or None.
        headers: The headers of the response, with lower-case names, without cookies.
        request_id: The id of the request, for the support of the service, or None.
        method: The HTTP method of the request.
        path: The path of the request, without its query.
        retry_after: Seconds to wait, from the header `Retry-After`, or None.
    """

    status_code: int = 0
    code: models.ErrorCode | str | None = None
    message: str | None = None
    body: Any = None
    headers: Mapping[str, str] = {}  # noqa: RUF012 (never changed: each error sets its own)
    request_id: str | None = None
    method: str = ""
    path: str = ""
    retry_after: float | None = None


class BadRequestError(ApiError):
    """400: the service rejects the request. `code` or `message` says why."""

    status_code: int = 400


class UnauthorizedError(ApiError):
    """401: the token is invalid or expired, and the token provider returned no other one."""

    status_code: int = 401


class ForbiddenError(ApiError):
    """403: the token is valid, but does not permit the operation."""

    status_code: int = 403


class NotFoundError(ApiError):
    """404: the service knows no object with this id, or no such path."""

    status_code: int = 404


class ConflictError(ApiError):
    """409: the current state does not permit the operation, such as moving a portal status backward."""

    status_code: int = 409


class RateLimitError(ApiError):
    """429: too many requests. `retry_after` is the number of seconds to wait, if the service returns it."""

    status_code: int = 429


class ServerError(ApiError):
    """5xx: the service or a gateway failed. It is unknown whether the operation was carried out."""

    status_code: int = 500


class DecodeError(TargetingError):
    """A success whose body does not match the spec. The operation was carried out, unless `applied` is None.

    A read may be repeated whatever `applied` is: only its data is lost.

    Attributes:
        status_code: The HTTP status.
        body: The first 4,096 bytes of the body, with the token redacted.
        expired: Whether the response was stored, and its presigned URL has expired. Default: False.
    """

    applied: bool | None = True
    status_code: int = 0
    body: bytes = b""
    expired: bool = False


class ResponseTooLargeError(DecodeError):
    """The response has more than `max_response_bytes` after decompression, `max_response_records`, or 100 levels."""


class PaginationError(TargetingError):
    """The iteration cannot continue: the service returned a cursor twice, or one that is not a string."""


def __dir__() -> list[str]:
    """Return the names of the error classes, for `dir()`."""
    return __all__
