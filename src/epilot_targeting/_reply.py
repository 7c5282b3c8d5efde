"""What a reply means: the decoded success, or the error of its status."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from .errors import ApiError, DecodeError, RateLimitError, applied_by, error_class

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from ._http import Reply

T = TypeVar("T")
SUCCESS = range(200, 300)
KEPT = 4096  # bytes of a body that an error keeps
REQUEST_IDS = ("x-request-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id")


def request_id(headers: dict[str, str]) -> str | None:
    """Give the service's id of the request, whichever header its gateway puts it in."""
    return next((headers[name] for name in REQUEST_IDS if name in headers), None)


def decode(operation: Operation[T], reply: Reply) -> T:
    """Decode a success.

    Raises:
        DecodeError: The body is not what the spec promises.
    """
    media_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media_type == "application/large-response.vnd+json":
            raise ValueError("the body is a reference to the payload, and not the payload")
        return operation.decode(_parse(reply.content))
    except (ValueError, TypeError, RecursionError) as error:
        reason = _reason(error)
    message = f"{operation.name}: {reply.status}, but {reason}; the service did carry the operation out"
    raise DecodeError(message, status_code=reply.status, body=reply.content[:KEPT])


def _parse(content: bytes) -> Any:
    return json.loads(content, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"the body holds {name}, which is no JSON")


def _reason(error: Exception) -> str:
    # The parser's own words quote the body, which may be anything.
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"the body is no JSON ({type(error).__name__})"
    if isinstance(error, RecursionError):
        return "the body is nested too deeply"
    return str(error)


def failure(operation: Operation[Any], reply: Reply, origin: str, path: str) -> ApiError:
    """Make the error of a failure status. Nothing in the body can make it fail."""
    body = _body(reply)
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, words = _code(fields.get("code")), _words(fields)
    applied = applied_by(reply.status)
    fate = "the service did nothing" if applied is False else "nobody can know whether it was carried out"
    said = " ".join(str(part) for part in (code, words) if part)
    message = (
        f"{operation.name}: {reply.status} {said or '(no reason given)'} from {operation.method} {origin}{path}; {fate}"
    )
    details: dict[str, Any] = {
        "applied": applied,
        "status_code": reply.status,
        "code": code,
        "message": words,
        "body": body,
        "headers": reply.headers,
        "request_id": request_id(reply.headers),
        "method": operation.method,
        "path": path,
    }
    kind = error_class(reply.status)
    if kind is RateLimitError:
        details["retry_after"] = retry_after(reply.headers.get("retry-after"), datetime.now(UTC))
    return kind(message, **details)


def _body(reply: Reply) -> Any:
    try:
        return _parse(reply.content)
    except (ValueError, RecursionError):
        return reply.content[:KEPT].decode("utf-8", "replace") or None


def _code(value: Any) -> Any:
    if not isinstance(value, str):
        return None
    from epilot_targeting_generated.models.error_code import ErrorCode

    try:
        return ErrorCode(value)
    except ValueError:
        return value


def _words(fields: dict[str, Any]) -> str | None:
    return next((fields[key] for key in ("message", "error") if isinstance(fields.get(key), str)), None)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date; give seconds, or None where it says nothing usable."""
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else (_date(value) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _date(value: str) -> datetime:
    parsed = parsedate_to_datetime(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
