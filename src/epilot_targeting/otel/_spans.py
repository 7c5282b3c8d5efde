"""The span of a call: its name, its last attributes, and its status."""

from __future__ import annotations

import asyncio
from typing import Any

from opentelemetry import trace

from .. import _observers
from ._attributes import PREFIX

APPLIED: dict[bool | None, str] = {True: "true", False: "false", None: "unknown"}


def end_span(span: trace.Span, report: _observers.CallReport, outcome: dict[str, Any]) -> None:
    """Set the last attributes and the status of the span of a call, and end it.

    Nothing is set if the span is not recorded, as when a sampler has dropped it.

    Args:
        span: The span.
        report: The outcome of the call.
        outcome: The attributes that `outcome_attributes` returned for the report. They are not changed.
    """
    if span.is_recording():
        _complete(span, report, outcome)
    span.end()


def _complete(span: trace.Span, report: _observers.CallReport, outcome: dict[str, Any]) -> None:
    """Set the last attributes of a span, and the status ERROR after a failure. The caller ends the span.

    A call that ends by a CancelledError or a GeneratorExit is no failure: its status stays unset.

    Args:
        span: The span.
        report: The outcome of the call.
        outcome: The attributes that `outcome_attributes` returned for the report. They are not changed.
    """
    outcome = {**outcome, f"{PREFIX}.attempts": report.attempts, f"{PREFIX}.applied": APPLIED[report.applied]}
    if report.attempts > 1:
        outcome["http.request.resend_count"] = report.attempts - 1
    if report.request_id is not None:
        outcome[f"{PREFIX}.request_id"] = report.request_id
    span.set_attributes(outcome)
    if report.error is not None and not isinstance(report.error, asyncio.CancelledError | GeneratorExit):
        span.set_status(trace.StatusCode.ERROR)
