"""Read the request id of a response, which the support of the service needs."""

from __future__ import annotations

from collections.abc import Mapping

HEADERS = ("x-request-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id")
"""The headers that may contain the request id. The first one that is present counts."""


def request_id(headers: Mapping[str, str]) -> str | None:
    """Return the request id from the headers of a response, or None."""
    return next((headers[name] for name in HEADERS if name in headers), None)
