"""Make the error of a failure status: its class, its text, and its fields, such as `code`, `message` and `body`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from ..errors import ApiError
from .applied import status_applied
from .error_class_by_status import error_class
from .failure_body import body_of, code_of, message_of
from .media_types import is_large_response
from .one_line import one_line, quoted
from .redaction import redacted, redacted_headers
from .redirects import cut_location, redirect_reason
from .request_id import MAX_REQUEST_ID, request_id
from .request_in_errors import origin
from .retry_after import retry_after

if TYPE_CHECKING:
    from epilot_targeting_generated.models.error_code import ErrorCode
    from epilot_targeting_generated.types import Operation

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

MAX_CODE = 100  # characters of a code in the text of an error


def api_error(
    operation: Operation[Any], attempt: Attempt, base_url: str, path: str, token: Secret[str] | None
) -> ApiError:
    """Return the error of a response with a failure status, and with any body. It is not raised here.

    `error_class` chooses its class by the status. Its `applied` is that of this attempt alone. At the end of
    the call, `complete_error` sets `applied` of the whole call, `operation`, `attempts` and `elapsed`.

    Args:
        operation: The operation. The text has its name and its method.
        attempt: The attempt with the response.
        base_url: The base URL of the service. The text names its origin only.
        path: The path of the request, without its query.
        token: The token that was sent, or None. The error does not show it.
    """
    status = attempt.status or 0
    headers = redacted_headers(attempt.headers, token)
    cut_location(headers, status)
    redirect, body = redirect_reason(status, headers), body_of(redacted(attempt.content, token))
    if redirect or is_large_response(attempt):
        body = None  # it may contain a presigned URL
    fields: dict[str, Any] = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    code, message = code_of(fields.get("code")), message_of(fields)
    wait, identity = retry_after(headers, datetime.now(UTC)), request_id(headers)
    reason = f"{redirect}," if redirect else _service_reason(code, message)
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


def _service_reason(code: ErrorCode | str | None, message: str | None) -> str:
    """Return the code and the message of the service for the text of an error, the message in quotes.

    Both are put on one line, and cut if they are long. Secrets are not hidden here: the caller has redacted both.
    Return `(no reason given)` if there is neither.
    """
    parts = [one_line(str(code), MAX_CODE)] if code else []
    parts += [quoted(message)] if message else []
    return " ".join(parts) or "(no reason given)"


def _details(identity: str | None, wait: float | None) -> str:
    """Return the end of the text of an error, such as ` (request id 1f, retry after 2 s)`.

    It begins with a space. It is empty if both arguments are left out.

    Args:
        identity: The request id, as the service returned it. If it is None or empty, it is left out.
        wait: Seconds, from the header `Retry-After`. None is left out.
    """
    parts = [f"request id {one_line(identity, MAX_REQUEST_ID)}"] if identity else []
    parts += [f"retry after {wait:g} s"] if wait is not None else []
    return f" ({', '.join(parts)})" if parts else ""
