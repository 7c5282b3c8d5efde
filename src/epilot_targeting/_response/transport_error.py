"""Make the error of an attempt without a usable response: connection, TLS, protocol, timeout, encoding, size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import DecodeError, RequestTimeoutError, ResponseTooLargeError, TargetingError, TransportError
from .applied import attempt_applied
from .one_line import quoted
from .redaction import excerpt
from .request_in_errors import origin

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.secret import Secret
    from .._transport.attempt import Attempt, FaultKind

FAULT_ERRORS: dict[FaultKind, type[TargetingError]] = {
    "connection": TransportError,
    "timeout": RequestTimeoutError,
    "encoding": DecodeError,
    "size": ResponseTooLargeError,
}
"""The error class of each fault of an attempt."""


def transport_error(
    operation: Operation[Any], attempt: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> TargetingError:
    """Return the error of an attempt without a usable response: a failed connection, a timeout, a malformed body.

    It is not raised here. Its class follows from `attempt.fault`: None counts as a failed connection. Its `applied` is
    that of this attempt alone, and its `__cause__` a copy of the library's exception, or None. The end of the call sets
    `operation`, `attempts` and `elapsed`.

    Args:
        operation: The operation.
        attempt: The failed attempt.
        base_url: The base URL of the service. The text names its origin only.
        path: The path of the request, without its query.
        token: The token that was sent, or None. The error does not show it.
    """
    details: dict[str, Any] = {"applied": attempt_applied(operation, attempt)}
    if attempt.limit:
        details["limit"] = attempt.limit
    error_type = FAULT_ERRORS[attempt.fault or "connection"]
    if issubclass(error_type, DecodeError):
        details |= {"status_code": attempt.status, "body": excerpt(attempt, token)}
    text = f"{operation.name}: {operation.method} {origin(base_url)}{path}: {failure_text(attempt)}"
    error = error_type(text, **details)
    error.__cause__ = attempt.cause
    return error


def failure_text(attempt: Attempt) -> str:
    """Return why an attempt has no usable response, for the text of an error.

    It is the reason, the words of the library in quotes, and the proxy, as `attempt` has them after its failure.
    """
    words = f": {quoted(attempt.words)}" if attempt.words else ""
    return f"{attempt.reason}{words}" + (f" (through {attempt.proxy})" if attempt.proxy else "")
