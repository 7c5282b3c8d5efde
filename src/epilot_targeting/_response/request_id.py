"""Read the request id of a response, which the support of the service needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .one_line import one_line
from .redaction import MIN_SECRET, redacted

if TYPE_CHECKING:
    from .._config.secret import Secret

MAX_REQUEST_ID = 100  # characters that errors and log lines show
PLAIN = re.compile(rf"[0-9A-Za-z_;:=./-]{{1,{MAX_REQUEST_ID}}}")
"""A request id that needs no change, unless it contains the token: no percent-encoding, escape or line break."""
HEADERS = ("x-request-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id")
"""The headers that may contain the request id. The first one that is present counts."""


def request_id(headers: Mapping[str, str]) -> str | None:
    """Return the request id from the headers of a response, unchanged. Return None if no header has one.

    `headers` has lower-case names. The value may be empty, long or contain the token: see `shown_request_id`.
    """
    for name in HEADERS:
        if name in headers:
            return headers[name]
    return None


def shown_request_id(headers: Mapping[str, str], token: Secret[str] | None) -> str | None:
    """Return the request id of a response as log lines and spans show it: on one line, and without the token.

    It is cut after `MAX_REQUEST_ID` (100) characters, and then ends in `…`. Queries of URLs are replaced too. `headers`
    has lower-case names. Return None if the response has no request id.
    """
    found = request_id(headers)
    if found is None or (token is not None and PLAIN.fullmatch(found) and token.reveal()[:MIN_SECRET] not in found):
        return found
    return one_line(redacted(found.encode(), token).decode(), MAX_REQUEST_ID)
