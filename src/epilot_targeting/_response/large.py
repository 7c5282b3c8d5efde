"""References to large responses: the service stores the response, and sends a presigned address.

The address is a credential of its own, and its host is not the service's.
"""

from __future__ import annotations

import ipaddress
import json
import re
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._config.options import LARGE, LOOPBACK
from .._config.secret import Secret
from ..errors import DecodeError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._transport.attempt import Attempt

KEY = "$payload_ref"
ADDRESS = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?(?:/[!-~]*)?", re.IGNORECASE
)
"""Narrow on purpose: an address that two parsers could read in two ways is refused."""
LARGEST_PORT = 65535
LONGEST_ADDRESS = 8192  # characters


def is_large_response(attempt: Attempt) -> bool:
    """Return whether a response is a reference to the stored response."""
    return attempt.media_type == LARGE


def presigned_address(options: ClientOptions, operation: Operation[Any], attempt: Attempt) -> Secret[str]:
    """Return the address that a response refers to.

    Raises:
        DecodeError: There is none, or the options do not allow its host. The operation was carried out.
    """
    address = _address(attempt, options)
    if isinstance(address, str):
        raise DecodeError(f"{operation.name}: {attempt.status}, but {address}", status_code=attempt.status)
    return address


def _address(attempt: Attempt, options: ClientOptions) -> Secret[str] | str:
    """Return the address, or the reason why there is none, which shows nothing of the address."""
    try:
        body: Any = json.loads(attempt.content)
    except (ValueError, RecursionError):
        return "the reference to the payload is no JSON"
    address = cast("dict[str, Any]", body).get(KEY) if isinstance(body, dict) else None
    if not isinstance(address, str) or not address:
        return "the service could not store the payload, and sent no reference to it"
    fault = _fault(address, options)
    return f"the reference to the payload is not followed: {fault}" if fault else Secret(address)


def _fault(address: str, options: ClientOptions) -> str | None:
    match = ADDRESS.fullmatch(address) if len(address) <= LONGEST_ADDRESS else None
    if match is None or int(match[3] or 443) > LARGEST_PORT:
        return "it is no plain https address"
    host = match[2].lower().strip("[]")
    if host in LOOPBACK and urlsplit(options.base_url).hostname in LOOPBACK:
        return None  # a service under development, with its store
    if match[1].lower() != "https":
        return "it is not https"
    if _is_private(host) or not any(host == suffix or host.endswith(f".{suffix}") for suffix in options.payload_hosts):
        return "its host is not among payload_hosts"
    return None


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
