"""Make the error of a failed attempt: its class, its text with the message of the service, and its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._status_ranges import REDIRECTS
from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingError,
    TransportError,
)
from .applied import attempt_applied, combined_applied, status_applied
from .error_class_by_status import error_class
from .json_limits import is_shallow
from .json_reader import parse
from .media_types import is_large_response
from .one_line import one_line, quoted
from .redaction import EXCERPT, excerpt, redacted, redacted_headers
from .request_id import MAX_REQUEST_ID, request_id
from .retry_after import retry_after

if TYPE_CHECKING:
    from epilot_targeting_generated.models.error_code import ErrorCode
    from epilot_targeting_generated.types import Operation, RetryClass

    from .._config.secret import Secret
    from .._transport.attempt import Attempt, FaultKind

MAX_MESSAGE = 500  # characters of the message or code of the service
MAX_CODE = 100  # characters of a code in the text of an error
MEDIA_TYPE = re.compile(r"[\w.+-]*/?[\w.+*-]*", re.ASCII)
MAX_MEDIA_TYPE = 60  # characters of a media type in the text of an error
FAULT_ERRORS: dict[FaultKind, type[TargetingError]] = {
    "connection": TransportError,
    "timeout": RequestTimeoutError,
    "encoding": DecodeError,
    "size": ResponseTooLargeError,
}
"""The error class of each fault of an attempt."""
HINTS = {"read": "repeating it does no harm", "value": "read the state back, or set it again"}
"""The advice after an unknown outcome, by retry class."""
WITH_OUTCOME = (TransportError, ApiError, DecodeError, ClientClosedError, AuthorizationError)
"""The errors whose text states the outcome of the operation. The others are mistakes of the caller."""


def origin(url: str) -> str:
    """Return the scheme, host and port of a URL, such as `https://[::1]:8080`, for the text of an error.

    User and password are left out, and a port that the URL does not name. A relative URL has an empty scheme and host:
    `://`. Raise ValueError if the URL is malformed.
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


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


def api_error(
    operation: Operation[Any], attempt: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> ApiError:
    """Return the error of a response with a failure status, with any body.

    It is not raised here. Its `applied` is that of this attempt alone. The end of the call sets `operation`, `attempts`
    and `elapsed`.

    Args:
        operation: The operation.
        attempt: The attempt with the response.
        base_url: The base URL of the service. The text names its origin only.
        path: The path of the request, without its query.
        token: The token that was sent, or None. The error does not show it.
    """
    status = attempt.status or 0
    headers = redacted_headers(attempt.headers, token)
    _cut_location(headers, status)
    redirect, body = redirect_reason(status, headers), _body(redacted(attempt.content, token))
    if redirect or is_large_response(attempt):
        body = None  # it may contain a presigned URL
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, message = _code(fields.get("code")), _message(fields)
    wait, identity = retry_after(headers, datetime.now(UTC)), request_id(headers)
    reason = f"{redirect}," if redirect else service_reason(code, message)
    return error_class(status)(
        f"{operation.name}: {status} {reason} from {operation.method} "
        f"{origin(base_url)}{path}{_details(identity, wait)}",
        applied=status_applied(status),
        status_code=status,
        code=code,
        message=message,
        body=body,
        headers=headers,
        request_id=identity,
        method=operation.method,
        path=path,
        retry_after=wait,
    )


def name_request(error: TargetingError, operation: Operation[Any], base_url: str, path: str) -> None:
    """Add the method and the URL to the text of an error about the body of a success, or about the deadline.

    Any error is changed: the caller leaves out the other errors, which have them already.

    Args:
        error: The error, whose text begins with the name of the operation. It is changed in place.
        operation: The operation.
        base_url: The base URL of the service.
        path: The path of the request, without its query.
    """
    start = f"{operation.name}: "
    reason = str(error).removeprefix(start)
    error.args = (f"{start}{operation.method} {origin(base_url)}{path}: {reason}",)


def not_json(media_type: str) -> str:
    """Return why a success whose body is not JSON cannot be decoded, such as a login page, for the text of an error.

    A media type that is invalid is not shown, and a long one is cut.
    """
    shown = repr(media_type[:MAX_MEDIA_TYPE]) if MEDIA_TYPE.fullmatch(media_type) else "of an invalid media type"
    return f"the body is {shown} and not JSON: another server may have responded"


def service_reason(code: ErrorCode | str | None, message: str | None) -> str:
    """Return the code and the message of the service for the text of an error, the message in quotes.

    Both are put on one line, and cut if they are long. Secrets are not hidden here: the caller has redacted both.
    Return `(no reason given)` if there is neither.
    """
    parts = [one_line(str(code), MAX_CODE)] if code else []
    parts += [quoted(message)] if message else []
    return " ".join(parts) or "(no reason given)"


def _details(identity: str | None, wait: float | None) -> str:
    """Return the end of the text of an error, such as ` (request id 1f, retry after 2 s)`, with the space in front.

    Leave out what is None. Return an empty string if both are.
    """
    parts = [f"request id {one_line(identity, MAX_REQUEST_ID)}"] if identity else []
    parts += [f"retry after {wait:g} s"] if wait is not None else []
    return f" ({', '.join(parts)})" if parts else ""


def redirect_reason(status: int, headers: Mapping[str, str]) -> str:
    """Return the text `redirect to <location>, which is not followed (check base_url)`, for errors and log lines.

    Return an empty string if the status is no redirect, or without `location`. `headers` are those of the error, whose
    `location` was cut by `_cut_location`.
    """
    if status not in REDIRECTS or "location" not in headers:
        return ""
    return f"redirect to {headers['location']}, which is not followed (check base_url)"


def _cut_location(headers: dict[str, str], status: int) -> None:
    """Cut `location` in the headers of a redirect, in place, to its origin: the rest may be a credential.

    It becomes `the same host` if it names no host, and `(no URL)` if it is invalid. Change nothing for a status that is
    no redirect, or without `location`.
    """
    if status not in REDIRECTS or "location" not in headers:
        return
    try:
        headers["location"] = origin(headers["location"]).removeprefix(":")
    except ValueError:
        headers["location"] = "(no URL)"
    if headers["location"] == "//":
        headers["location"] = "the same host"


def _body(content: bytes) -> Any:
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


def _code(value: object) -> ErrorCode | str | None:
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


def _message(fields: dict[str, Any]) -> str | None:
    """Return the message in the JSON body of a failure status: `message`, or else `error`, cut to 500 characters.

    Return None if neither is a string. `fields` is the body, or an empty dict if it is no object.
    """
    return next((fields[key][:MAX_MESSAGE] for key in ("message", "error") if isinstance(fields.get(key), str)), None)


def state_outcome(
    error: TargetingError, retry_class: RetryClass, outcomes: list[bool | None], *, answered: bool
) -> None:
    """Set `applied` of the error that ends a call, and add to its text the attempts, the outcome and what to do.

    An error that is a mistake of the caller stays as it is, unless the outcome of an attempt is unknown. Call this
    once for an error: a second call would repeat the text.

    Args:
        error: The error of the last attempt, with `attempts` set. It is changed in place.
        retry_class: The retry class of the operation: `read`, `value` or `write`.
        outcomes: `applied` of each attempt, the last included.
        answered: Whether the service answered any attempt.
    """
    if not isinstance(error, WITH_OUTCOME) and error.applied is False and None not in outcomes:
        return  # a mistake of the caller: no attempt was made
    error.applied = combined_applied(error.applied, outcomes)
    not_applied = "the service did nothing" if answered else "nothing was sent"
    hint = HINTS.get(retry_class, "read the state back before you repeat it")
    unknown = f"it is unknown whether the operation was carried out: {hint}"
    # A read that was carried out has changed nothing: only its data is lost.
    carried_out = "the operation was carried out" + (f": {hint}" if retry_class == "read" else "")
    outcome = {True: carried_out, False: not_applied, None: unknown}[error.applied]
    count = f"; gave up after {error.attempts} attempts" if error.attempts > 1 else ""
    error.args = (f"{error}{count}; {outcome}",)
