"""Build the headers of every request (User-Agent, Accept), and check the options `headers` and `org_id`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from epilot_targeting_generated.provenance import SPEC_SHA256

from .._version import __version__
from ..errors import ConfigurationError

USER_AGENT = f"epilot-targeting/{__version__} spec/{SPEC_SHA256[:8]}"
JSON = "application/json"
LARGE = "application/large-response.vnd+json"
"""The media type of a response that holds the address of a large response."""
ACCEPT_ENCODING = "gzip"
ORG_HEADER = "x-epilot-org-id"
"""The header of the option `org_id`."""

HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")
RESERVED = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "content-type", "accept-encoding"}
    | {"proxy-authorization"}
)
"""Headers that the client sets itself."""


def request_headers(headers: Mapping[str, str], *, large_responses: bool) -> Mapping[str, str]:
    """Return the headers of every request by lower-case name: Accept, User-Agent, Accept-Encoding, and the caller's.

    An Accept of the caller replaces that of this package. A User-Agent of the caller is put before that of this
    package. Content-Type and Authorization are not among them.

    Args:
        headers: The result of `given_headers`: the headers that the options `headers` and `org_id` set.
        large_responses: Whether Accept allows references to large responses.
    """
    agent = f"{headers.get('user-agent', '')} {USER_AGENT}".strip()
    return {
        "accept": LARGE if large_responses else JSON,
        **headers,
        "user-agent": agent,
        "accept-encoding": ACCEPT_ENCODING,
    }


def check_header(name: Any, value: Any) -> tuple[str, str]:
    """Check a header that the caller sets. Return its name in lower case, and its value unchanged.

    Both arguments are what the user set, of any type. No message shows the value.

    Raises:
        ConfigurationError: The name or the value is invalid, or the client sets this header itself.
    """
    if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
        raise ConfigurationError("headers: a name is invalid: use letters, digits, hyphens and underscores")
    if name.lower() in RESERVED:
        hint = ": use authorize()" if name.lower() == "authorization" else ""
        raise ConfigurationError(f"the header {name} is set by the client{hint}")
    if not isinstance(value, str) or not HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(f"the value of the header {name} is invalid: use printable ASCII on one line, trimmed")
    return name.lower(), value


def given_headers(headers: Mapping[str, str] | None, org_id: str | None) -> dict[str, str]:
    """Return the headers that the options `headers` and `org_id` set, by lower-case name, in a new dict.

    It is empty if both are None. `org_id` sets `x-epilot-org-id`, and replaces that of `headers` in any spelling.

    Raises:
        ConfigurationError: One of the options is invalid, such as an empty `org_id`.
    """
    if org_id is not None and (not isinstance(cast("Any", org_id), str) or not org_id.strip()):
        # Empty, as from an unset variable, it would not name a tenant.
        raise ConfigurationError(f"org_id must be a string that is not empty, not {org_id!r}")
    if headers is not None and not isinstance(cast("Any", headers), Mapping):
        raise ConfigurationError("headers must be a mapping of names to values")
    given = [check_header(name, value) for name, value in (headers or {}).items()]
    if org_id is not None:
        given.append(check_header(ORG_HEADER, org_id))  # the last one of a name wins, in any spelling
    return dict(given)
