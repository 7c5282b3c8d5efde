"""`Telemetry`: observe each call, make its span the current one, and record its metrics."""

from __future__ import annotations

from typing import Any, NamedTuple

from opentelemetry import context, metrics, trace

from .. import _observers
from .._version import __version__
from ._attributes import PREFIX, call_attributes, outcome_attributes
from ._metrics import CallMetrics
from ._spans import end_span


class Started(NamedTuple):
    """The span of a running call, and the attributes of its metrics."""

    span: trace.Span
    token: Any
    attributes: dict[str, Any]


class Telemetry(_observers.CallObserver):
    """Makes a span and metrics of each call."""

    def __init__(
        self, tracer_provider: trace.TracerProvider | None, meter_provider: metrics.MeterProvider | None
    ) -> None:
        """Create the tracer and the instruments of the metrics.

        Create only one object for each pair of providers: OpenTelemetry cannot remove the instruments.

        Args:
            tracer_provider: Where the spans go. None: the global provider.
            meter_provider: Where the metrics go. None: the global provider.
        """
        self._tracer = trace.get_tracer(PREFIX, __version__, tracer_provider)
        self._metrics = CallMetrics(meter_provider)
        self._described: dict[tuple[str, str, str], dict[str, Any]] = {}

    def start(self, call: _observers.ObservedCall) -> Started:
        """Start the span of a call, and make it the current one, so that the spans of its attempts are its children.

        The core calls this at the start of each observed call, in the task of the call, and passes the result to `end`.
        Metrics of running calls count the call until then.

        Returns:
            The span, the token that `context.attach` returned for it, and its attributes, which are shared with other
            calls and not changed.
        """
        key = (call.operation, call.method, call.base_url)
        attributes = self._described.get(key)
        if attributes is None:
            attributes = self._described[key] = call_attributes(call)
        span = self._tracer.start_span(call.operation, attributes=attributes)
        token = context.attach(trace.set_span_in_context(span))
        self._metrics.start(call, attributes)
        return Started(span, token, attributes)

    def end(self, call: _observers.ObservedCall, started: Started | None, report: _observers.CallReport) -> None:
        """End the span of a call, and record its metrics. The current span is again the one before `start`.

        Do nothing if `start` failed, as by a sampler or a span processor that raises.

        The core calls this once at the end of each observed call, in the task of the call. After a GeneratorExit, which
        may come from another task, the current span is left as it is.

        Args:
            call: The call.
            started: The result of `start` for this call, or None if it failed.
            report: The outcome of the call.
        """
        if started is None:
            return
        self._metrics.stop(call)
        if not isinstance(report.error, GeneratorExit):  # then another context may close the coroutine
            context.detach(started.token)
        outcome = outcome_attributes(report)
        end_span(started.span, report, outcome)
        self._metrics.record(call, started.attributes, report, outcome)
