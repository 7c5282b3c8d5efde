"""What anything but a success means: the error, and what it says became of the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._statuses import REDIRECTS, SUCCESS
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
from .decode import KEPT, kept, success_applied
from .json_reader import parse
from .large import is_large_response
from .redaction import redacted
from .retry_after import retry_after
from .statuses import applied_by_status, error_class

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

LONGEST_WORDS = 500  # characters
DEEPEST = 100  # levels of a body that is kept as what it means: pickling goes down them one by one
REQUEST_IDS = ("x-request-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id")
BROKEN: dict[str, type[TargetingError]] = {
    "broken": TransportError,
    "timeout": RequestTimeoutError,
    "encoding": DecodeError,
    "size": ResponseTooLargeError,
}
"""What an exchange that came to no good end raises, by its fault."""


def request_id(headers: Mapping[str, str]) -> str | None:
    """Give the service's id of the request, whichever header its gateway puts it in."""
    return next((headers[name] for name in REQUEST_IDS if name in headers), None)


def origin(url: str) -> str:
    """Give scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def broken(
    operation: Operation[Any], exchange: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> TargetingError:
    """Make the error of an exchange without a usable reply."""
    details: dict[str, Any] = {"applied": outcome_of(operation, exchange)}
    if exchange.limit:
        details["limit"] = exchange.limit
    kind = BROKEN[exchange.fault or "broken"]
    if issubclass(kind, DecodeError):
        details |= {"status_code": exchange.status, "body": kept(exchange, token)}
    return kind(f"{operation.name}: {operation.method} {origin(base_url)}{path}: {exchange.reason}", **details)


def failure(
    operation: Operation[Any], exchange: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> ApiError:
    """Make the error of a failure status. Nothing in the body can make it fail."""
    status = exchange.status or 0
    headers = {k: redacted(v.encode(), token).decode() for k, v in exchange.headers.items()}
    elsewhere, body = _elsewhere(status, headers), _body(redacted(exchange.content, token))
    if elsewhere or is_large_response(exchange):
        body = None  # it may hold an address that is a credential
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, words = _code(fields.get("code")), _words(fields)
    said = elsewhere or " ".join(str(part) for part in (code, words) if part) or "(no reason given)"
    kind = error_class(status)
    return kind(
        f"{operation.name}: {status} {said} from {operation.method} {origin(base_url)}{path}",
        applied=applied_by_status(status),
        status_code=status,
        code=code,
        message=words,
        body=body,
        headers=headers,
        request_id=request_id(headers),
        method=operation.method,
        path=path,
        retry_after=retry_after(headers.get("retry-after"), datetime.now(UTC)),
    )


def _elsewhere(status: int, headers: dict[str, str]) -> str:
    """Tell where a redirect leads, by its origin: the rest may be a credential, in the headers too."""
    if status not in REDIRECTS or "location" not in headers:
        return ""
    try:
        headers["location"] = origin(headers["location"]).removeprefix(":")
    except ValueError:
        headers["location"] = "(no address)"
    if headers["location"] == "//":
        headers["location"] = "the same host"
    return f"redirect to {headers['location']}, which is not followed: is base_url right?,"


def _body(content: bytes) -> Any:
    try:
        value = parse(content)
    except (ValueError, RecursionError):
        value = None
    else:
        if _is_shallow(value):
            return value
    return content[:KEPT].decode("utf-8", "replace") or None


def _is_shallow(value: Any) -> bool:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _members(cast("list[Any]", one))]
        if not level:
            return True
    return False


def _members(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _code(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        return None
    from epilot_targeting_generated.models.error_code import ErrorCode

    try:
        return ErrorCode(value)
    except ValueError:
        return value


def _words(fields: dict[str, Any]) -> str | None:
    return next((fields[key][:LONGEST_WORDS] for key in ("message", "error") if isinstance(fields.get(key), str)), None)


def outcome_of(operation: Operation[Any], exchange: Attempt) -> bool | None:
    """Tell what an exchange, ended or not, says of the operation: carried out, certainly not, or unknown."""
    if exchange.status is not None:
        if exchange.status in SUCCESS:
            return success_applied(operation.reply(exchange.status), exchange)
        return applied_by_status(exchange.status)
    return None if exchange.sent or (exchange.submitted and not exchange.started) else False


HINTS = {"read": "repeating it does no harm", "value": "read the state back, or set it again"}
ENDED = (TransportError, ApiError, DecodeError, ClientClosedError, AuthorizationError)


def add_outcome(error: TargetingError, retry_class: str, outcomes: list[bool | None], *, answered: bool) -> None:
    """Say in an error what became of the operation.

    Args:
        error: What the call ends with.
        retry_class: That of the operation.
        outcomes: What is known of all attempts, the last included.
        answered: Whether the service answered any of them.
    """
    if not isinstance(error, ENDED):
        return  # the caller's mistake: its words say all
    if error.applied is False and outcomes.count(False) < len(outcomes):
        error.applied = True if True in outcomes else None
    nothing = "the service did nothing" if answered else "nothing was sent"
    hint = HINTS.get(retry_class, "read the state back before you repeat it")
    unknown = f"nobody can know whether it was carried out: {hint}"
    fate = {True: "the service did carry the operation out", False: nothing, None: unknown}[error.applied]
    again = f" after {error.attempts} attempts" if error.attempts > 1 else ""
    error.args = (f"{error}{again}; {fate}",)
