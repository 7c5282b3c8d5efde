"""The sentences in the text of an error: origin of a URL, code and message of the service, redirect, not JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._status_ranges import REDIRECTS
from .one_line import one_line, quoted

if TYPE_CHECKING:
    from epilot_targeting_generated.models.error_code import ErrorCode
    from epilot_targeting_generated.types import Operation

    from ..errors import TargetingError

MAX_MESSAGE = 500  # characters of the message or code of the service
MAX_CODE = 100  # characters of a code in the text of an error
MEDIA_TYPE = re.compile(r"[\w.+-]*/?[\w.+*-]*", re.ASCII)
MAX_MEDIA_TYPE = 60  # characters of a media type in the text of an error


def origin(url: str) -> str:
    """Return the scheme, host and port of a URL, such as `https://[::1]:8080`, for the text of an error.

    User and password are left out, and a port that the URL does not name. A relative URL has an empty scheme and host:
    `://`. Raise ValueError if the URL is malformed.
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def name_request(error: TargetingError, operation: Operation[Any], base_url: str, path: str) -> None:
    """Add the method and the URL to the text of an error that has neither.

    This is an error about the body of a success, the deadline, or a client that was closed during the call.
    Call this once for it. Any other error has both already, and would get them twice.

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
    """Return why a success whose body is not JSON, such as a login page, cannot be decoded.

    The text is for an error. `media_type` is that of the response, without parameters, and is not empty. If
    it is invalid, it is not shown; a long one is cut.
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


def redirect_reason(status: int, headers: Mapping[str, str]) -> str:
    """Return the text `redirect to <location>, which is not followed (check base_url)`, for errors and log lines.

    Return an empty string if the status is no redirect, or without `location`. `headers` are those of the error, whose
    `location` was cut by `cut_location`.
    """
    if status not in REDIRECTS or "location" not in headers:
        return ""
    return f"redirect to {headers['location']}, which is not followed (check base_url)"


def cut_location(headers: dict[str, str], status: int) -> None:
    """Cut `location` in the headers of a redirect to its origin, in place: the rest may be a credential.

    It becomes `the same host` if it has neither scheme nor host, and `(no URL)` if it is invalid. Change
    nothing for a status that is not 3xx, or without `location`. The names in `headers` are lower-case.
    """
    if status not in REDIRECTS or "location" not in headers:
        return
    try:
        headers["location"] = origin(headers["location"]).removeprefix(":")
    except ValueError:
        headers["location"] = "(no URL)"
    if headers["location"] == "//":
        headers["location"] = "the same host"
