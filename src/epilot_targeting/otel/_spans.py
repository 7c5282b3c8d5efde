"""The span of a call: its name, its last attributes, and its status."""

from __future__ import annotations

import asyncio
from typing import Any

from opentelemetry import trace

from .. import _observers
from ._attributes import PREFIX

APPLIED: dict[bool | None, str] = {True: "true", False: "false", None: "unknown"}


def end_span(span: trace.Span, report: _observers.CallReport, outcome: dict[str, Any]) -> None:
    """End the span of a call, after its last attributes and its status are set.

    Args:
        span: The span.
        report: The outcome of the call.
        outcome: The attributes of that outcome.
    """
    if span.is_recording():
        _complete(span, report, outcome)
    span.end()


def _complete(span: trace.Span, report: _observers.CallReport, outcome: dict[str, Any]) -> None:
    """Set the last attributes of a span, and the status ERROR after a failure. The caller ends the span.

    A call that was cancelled is no failure.

    Args:
        span: The span.
        report: The outcome of the call.
        outcome: The attributes that `outcome_attributes` returned.
    """
    outcome = {**outcome, f"{PREFIX}.attempts": report.attempts, f"{PREFIX}.applied": APPLIED[report.applied]}
    if report.attempts > 1:
        outcome["http.request.resend_count"] = report.attempts - 1
    if report.request_id is not None:
        outcome[f"{PREFIX}.request_id"] = report.request_id
    span.set_attributes(outcome)
    if report.error is not None and not isinstance(report.error, asyncio.CancelledError | GeneratorExit):
        span.set_status(trace.StatusCode.ERROR)
