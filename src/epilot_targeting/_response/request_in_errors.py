"""Name the request in the text of an error: the method, and the URL without its query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from ..errors import TargetingError


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
