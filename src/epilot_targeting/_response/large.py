"""Read the reference to a large response: the service stores the response, and responds with a presigned URL.

The URL is a credential, and its host is not that of the service.
"""

from __future__ import annotations

import ipaddress
import json
import re
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._config.allow_http import LOOPBACK
from .._config.headers import LARGE
from .._config.secret import Secret
from ..errors import DecodeError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._transport.attempt import Attempt

KEY = "$payload_ref"
PRESIGNED_URL = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?(?:/[!-~]*)?", re.IGNORECASE
)
"""Strict, so that no two parsers can read a URL in different ways."""
LARGEST_PORT = 65535
MAX_URL = 8192  # characters
MAX_REFERENCE = 2**16  # bytes; parsed, a body of megabytes could take gigabytes


def is_large_response(attempt: Attempt) -> bool:
    """Return whether a response is a reference to a stored response."""
    return attempt.media_type == LARGE


def presigned_url(options: ClientOptions, operation: Operation[Any], attempt: Attempt) -> Secret[str]:
    """Return the presigned URL in a response.

    Raises:
        DecodeError: There is none, or `payload_hosts` does not allow its host. The operation was carried out.
    """
    url = _url_or_reason(attempt, options)
    if isinstance(url, str):
        raise DecodeError(f"{operation.name}: {attempt.status}, but {url}", status_code=attempt.status)
    return url


def _url_or_reason(attempt: Attempt, options: ClientOptions) -> Secret[str] | str:
    """Return the URL, or the reason why it cannot be used. The reason does not show the URL."""
    if len(attempt.content) > MAX_REFERENCE:
        return f"the reference to the stored response is longer than {MAX_REFERENCE} bytes"
    try:
        body: Any = json.loads(attempt.content)
    except (ValueError, RecursionError):
        return "the reference to the stored response is not valid JSON"
    url = cast("dict[str, Any]", body).get(KEY) if isinstance(body, dict) else None
    if not isinstance(url, str) or not url:
        return "the service sent no reference to the stored response"
    fault = _fault(url, options)
    return f"the reference to the stored response is not followed: {fault}" if fault else Secret(url)


def _fault(url: str, options: ClientOptions) -> str | None:
    """Return the reason why a presigned URL is not used, or None.

    A loopback host is allowed beside a loopback service.
    """
    match = PRESIGNED_URL.fullmatch(url) if len(url) <= MAX_URL else None
    if match is None or int(match[3] or 443) > LARGEST_PORT:
        return "its URL is invalid"
    host = match[2].lower().strip("[]")
    if host in LOOPBACK and urlsplit(options.base_url).hostname in LOOPBACK:
        return None  # a service under development with its object store
    if match[1].lower() != "https" and not options.allow_http:
        return "its URL is not https"
    if _is_private(host) or not any(host == suffix or host.endswith(f".{suffix}") for suffix in options.payload_hosts):
        return "its host is not in payload_hosts"
    return None


def _is_private(host: str) -> bool:
    """Return whether a host is an IP address that is not public."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
