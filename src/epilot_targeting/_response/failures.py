"""Make the error of an attempt that failed: its class, the words of the service, and the fields of the error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._statuses import REDIRECTS
from ..errors import (
    ApiError,
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingError,
    TransportError,
)
from .decode import EXCERPT, excerpt
from .json_reader import parse
from .large import is_large_response
from .outcomes import outcome_of
from .redaction import redacted
from .retry_after import retry_after
from .statuses import applied_by_status, error_class

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

MAX_WORDS = 500  # characters of the words of the service
MAX_DEPTH = 100  # levels of a decoded body that an error holds: pickling recurses
REQUEST_IDS = ("x-request-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id")
BROKEN: dict[str, type[TargetingError]] = {
    "broken": TransportError,
    "timeout": RequestTimeoutError,
    "encoding": DecodeError,
    "size": ResponseTooLargeError,
}
"""The class of the error by the fault of an attempt."""


def request_id(headers: Mapping[str, str]) -> str | None:
    """Return the request id, from the first header that has one."""
    return next((headers[name] for name in REQUEST_IDS if name in headers), None)


def origin(url: str) -> str:
    """Return the scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def broken(
    operation: Operation[Any], attempt: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> TargetingError:
    """Return the error of an attempt without a usable response."""
    details: dict[str, Any] = {"applied": outcome_of(operation, attempt)}
    if attempt.limit:
        details["limit"] = attempt.limit
    kind = BROKEN[attempt.fault or "broken"]
    if issubclass(kind, DecodeError):
        details |= {"status_code": attempt.status, "body": excerpt(attempt, token)}
    return kind(f"{operation.name}: {operation.method} {origin(base_url)}{path}: {attempt.reason}", **details)


def failure(
    operation: Operation[Any], attempt: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> ApiError:
    """Return the error of a failure status, whatever the body holds."""
    status = attempt.status or 0
    headers = {k: redacted(v.encode(), token).decode() for k, v in attempt.headers.items()}
    redirect, body = _redirect(status, headers), _body(redacted(attempt.content, token))
    if redirect or is_large_response(attempt):
        body = None  # it may hold a presigned address
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, words = _code(fields.get("code")), _words(fields)
    words_shown = redirect or " ".join(str(part) for part in (code, words) if part) or "(no reason given)"
    kind = error_class(status)
    return kind(
        f"{operation.name}: {status} {words_shown} from {operation.method} {origin(base_url)}{path}",
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


def _redirect(status: int, headers: dict[str, str]) -> str:
    """Return the target of a redirect by its origin, and redact the header: the rest may be a credential."""
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
    return content[:EXCERPT].decode("utf-8", "replace") or None


def _is_shallow(value: Any) -> bool:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _members(cast("list[Any]", one))]
        if not level:
            return True
    return False


def _members(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _code(value: Any) -> Any:
    if not isinstance(value, str) or len(value) > MAX_WORDS:
        return None
    from epilot_targeting_generated.models.error_code import ErrorCode

    try:
        return ErrorCode(value)
    except ValueError:
        return value


def _words(fields: dict[str, Any]) -> str | None:
    return next((fields[key][:MAX_WORDS] for key in ("message", "error") if isinstance(fields.get(key), str)), None)
