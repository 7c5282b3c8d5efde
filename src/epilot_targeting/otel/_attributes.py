"""The attributes that the span and the metrics of a call have in common: of the call, and of its outcome."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from .. import _observers

PREFIX = "epilot_targeting"
OPERATION = f"{PREFIX}.operation"


def call_attributes(call: _observers.ObservedCall) -> dict[str, Any]:
    """Return the attributes that the span and the metrics of a call have from its start.

    They are `epilot_targeting.operation`, `http.request.method`, and the host and port of the base URL:
    `server.address` and `server.port`.
    """
    parts = urlsplit(call.base_url)
    port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    address = {"server.address": parts.hostname or "", "server.port": port}
    return {OPERATION: call.operation, "http.request.method": call.method, **address}


def outcome_attributes(report: _observers.CallReport) -> dict[str, Any]:
    """Return the attributes of a call's outcome, for its span and its metrics.

    They are `http.response.status_code` of the last response, if there is one, and `error.type`, the name of the
    error's class, if the call has failed. The dict is new.
    """
    found: dict[str, Any] = {}
    if report.status_code is not None:
        found["http.response.status_code"] = report.status_code
    if report.error is not None:
        found["error.type"] = type(report.error).__name__
    return found
