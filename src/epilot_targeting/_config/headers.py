"""Check the request headers that a caller sets."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ConfigurationError

HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")
RESERVED = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "content-type", "accept-encoding"}
    | {"proxy-authorization"}
)
"""Headers that the client sets itself."""


def check_header(name: Any, value: Any) -> tuple[str, str]:
    """Return the lower-cased name and the value of a header. No message shows the value.

    Raises:
        ConfigurationError: The name or the value is invalid, or the client sets this header itself.
    """
    if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
        raise ConfigurationError("headers: a name is invalid: use letters, digits and hyphens")
    if name.lower() in RESERVED:
        hint = ": use authorize()" if name.lower() == "authorization" else ""
        raise ConfigurationError(f"the header {name} is set by the client{hint}")
    if not isinstance(value, str) or not HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(f"the value of the header {name} is invalid: use printable ASCII on one line, trimmed")
    return name.lower(), value
