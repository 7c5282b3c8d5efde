"""Traces and metrics by OpenTelemetry: a span and metrics for each call. An optional part, for the extra `otel`.

In: a client, or none for all of them. Out: spans and metrics by the providers of the application.
May import: `_observers`, `_version`, `client`, `campaign`, `campaign_delivery`, `campaign_recipient`, `target`.

    from epilot_targeting import otel

    otel.instrument()
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

try:
    from opentelemetry import context, metrics, trace
except ImportError as _error:
    raise ImportError("epilot_targeting.otel needs the extra: pip install 'epilot-targeting[otel]'") from _error

from . import _observers
from ._version import __version__
from .campaign import CampaignClient
from .campaign_delivery import CampaignDeliveryClient
from .campaign_recipient import CampaignRecipientClient
from .client import TargetingClient
from .target import TargetClient

__all__ = ["instrument", "uninstrument"]

AnyClient: TypeAlias = (
    TargetingClient | CampaignClient | CampaignDeliveryClient | CampaignRecipientClient | TargetClient
)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 90, 120)
"""The boundaries of histograms: those of the HTTP conventions, and those of long waits."""
ATTEMPTS = (1, 2, 3, 4, 5, 10)
MIN_WAIT = 0.001  # seconds of a wait that is recorded
APPLIED: dict[bool | None, str] = {True: "true", False: "false", None: "unknown"}
PREFIX = "epilot_targeting"
OPERATION = f"{PREFIX}.operation"


class _Started(NamedTuple):
    """The span of a running call, and the attributes of its metrics."""

    span: trace.Span
    token: Any
    attributes: dict[str, Any]


class _Telemetry(_observers.CallObserver):
    """Makes a span and metrics of each call."""

    def __init__(
        self, tracer_provider: trace.TracerProvider | None, meter_provider: metrics.MeterProvider | None
    ) -> None:
        """Create the tracer and the instruments of the metrics.

        Args:
            tracer_provider: Where the spans go. None: the global provider.
            meter_provider: Where the metrics go. None: the global provider.
        """
        self._tracer = trace.get_tracer(PREFIX, __version__, tracer_provider)
        self._described: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._running: dict[int, tuple[_observers.ObservedCall, dict[str, Any]]] = {}
        meter = metrics.get_meter(PREFIX, __version__, meter_provider)
        self._duration = _histogram(meter, "call.duration", "s", "The duration of a call.", SECONDS)
        self._attempts = _histogram(meter, "call.attempts", "{attempt}", "The attempts of a call.", ATTEMPTS)
        self._permit = _histogram(meter, "permit.wait_time", "s", "How long a call waited for a permit.", SECONDS)
        text = "How long a call waited at the rate limit."
        self._rate_limit = _histogram(meter, "rate_limit.wait_time", "s", text, SECONDS)
        for name, waits, text in (
            ("call.active", None, "The calls in flight."),
            ("permit.pending_calls", "permit", "The calls that wait for a permit."),
            ("rate_limit.pending_calls", "rate_limit", "The calls that wait at the rate limit."),
        ):
            meter.create_observable_up_down_counter(
                f"{PREFIX}.{name}", [_counting(self._running, waits)], "{call}", text
            )

    def start(self, call: _observers.ObservedCall) -> _Started:
        """Start the span of a call, and make it the current one, so that the spans of its attempts are its children.

        The core calls this at the start of each observed call, in the task of the call. Metrics of running calls count
        the call from now on.

        Returns:
            The span, the token of its context, and its attributes, for `end`.
        """
        key = (call.operation, call.method, call.base_url)
        attributes = self._described.get(key)
        if attributes is None:
            attributes = self._described[key] = _description(call)
        span = self._tracer.start_span(call.operation, attributes=attributes)
        token = context.attach(trace.set_span_in_context(span))
        self._running[id(call)] = call, attributes
        return _Started(span, token, attributes)

    def end(self, call: _observers.ObservedCall, started: _Started, report: _observers.CallReport) -> None:
        """End the span of a call, and record its metrics. The span before it is the current one again.

        The core calls this at the end of each observed call. Waits under a millisecond are not recorded.

        Args:
            call: The call.
            started: The result of `start` for this call.
            report: The outcome of the call.
        """
        del self._running[id(call)]
        if not isinstance(report.error, GeneratorExit):  # then another context may close the coroutine
            context.detach(started.token)
        outcome = _outcome(report)
        if started.span.is_recording():
            _complete(started.span, report, outcome)
        started.span.end()
        attributes = {**started.attributes, **outcome}
        self._duration.record(report.elapsed, attributes)
        self._attempts.record(report.attempts, attributes)
        permit, rate_limit = call.waited()
        if permit >= MIN_WAIT:
            self._permit.record(permit, started.attributes)
        if rate_limit >= MIN_WAIT:
            self._rate_limit.record(rate_limit, started.attributes)


def _histogram(meter: metrics.Meter, name: str, unit: str, text: str, boundaries: Iterable[float]) -> metrics.Histogram:
    """Create and return a histogram metric, whose name begins with `epilot_targeting.`.

    Args:
        meter: The meter of this package.
        name: The rest of the name.
        unit: The unit, such as `s`.
        text: The description.
        boundaries: The upper limits of its buckets, in that unit.
    """
    return meter.create_histogram(f"{PREFIX}.{name}", unit, text, explicit_bucket_boundaries_advisory=tuple(boundaries))


def _counting(
    running: dict[int, tuple[_observers.ObservedCall, dict[str, Any]]], waits: str | None
) -> Callable[[metrics.CallbackOptions], list[metrics.Observation]]:
    """Return the callback of a metric that counts calls by their attributes. OpenTelemetry calls it at each export.

    Args:
        running: The running calls with their attributes, by the `id` of the call.
        waits: `permit` or `rate_limit`: count the calls that wait for it. None: count all.
    """
    seen: dict[str, dict[str, Any]] = {}

    def count(_: metrics.CallbackOptions) -> list[metrics.Observation]:
        """Return the present number of calls for each set of attributes, also 0 for a set that was seen before.

        OpenTelemetry calls this, perhaps in another thread.
        """
        numbers = dict.fromkeys(seen, 0)  # an operation without calls has 0, and not its last number
        for call, attributes in running.copy().values():  # another thread asks
            if waits is None or call.waits_for() == waits:
                key = repr(attributes)
                seen[key] = attributes
                numbers[key] = numbers.get(key, 0) + 1
        return [metrics.Observation(number, seen[key]) for key, number in numbers.items()]

    return count


def _description(call: _observers.ObservedCall) -> dict[str, Any]:
    """Return the attributes that the span and the metrics of a call have from its start.

    They are the operation, the HTTP method, and the host and port of the base URL, by their names in OpenTelemetry.
    """
    parts = urlsplit(call.base_url)
    port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    address = {"server.address": parts.hostname or "", "server.port": port}
    return {OPERATION: call.operation, "http.request.method": call.method, **address}


def _outcome(report: _observers.CallReport) -> dict[str, Any]:
    """Return the attributes of a call's outcome: the status of the last response, and the class of the error.

    They go to its span and its metrics. One that the call does not have is left out.
    """
    found: dict[str, Any] = {}
    if report.status_code is not None:
        found["http.response.status_code"] = report.status_code
    if report.error is not None:
        found["error.type"] = type(report.error).__name__
    return found


def _complete(span: trace.Span, report: _observers.CallReport, outcome: dict[str, Any]) -> None:
    """Set the last attributes of a span, and the status ERROR after a failure. The caller ends the span.

    A call that was cancelled is no failure.

    Args:
        span: The span.
        report: The outcome of the call.
        outcome: The attributes that `_outcome` returned.
    """
    outcome = {**outcome, f"{PREFIX}.attempts": report.attempts, f"{PREFIX}.applied": APPLIED[report.applied]}
    if report.attempts > 1:
        outcome["http.request.resend_count"] = report.attempts - 1
    if report.request_id is not None:
        outcome[f"{PREFIX}.request_id"] = report.request_id
    span.set_attributes(outcome)
    if report.error is not None and not isinstance(report.error, asyncio.CancelledError | GeneratorExit):
        span.set_status(trace.StatusCode.ERROR)


_made: dict[tuple[object, object], _Telemetry] = {}
"""By their providers: OpenTelemetry cannot remove an instrument, so it is made once."""
_making = Lock()


def instrument(
    client: AnyClient | None = None,
    *,
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
) -> None:
    """Make a span and metrics of each call from now on.

    A span has the name of the operation. The spans of an instrumentation of httpx or aiohttp are its children. No
    token, query, body or presigned URL is in a span or in a metric.

    Args:
        client: The client, with its tag clients and derived clients. Default: all clients, also those made later.
        tracer_provider: Where the spans go. Default: the global one.
        meter_provider: Where the metrics go. Default: the global one.

    Example:
        from epilot_targeting import otel

        otel.instrument()
    """
    key = (tracer_provider, meter_provider)
    with _making:
        telemetry = _made.get(key)
        if telemetry is None:
            telemetry = _made[key] = _Telemetry(tracer_provider, meter_provider)
    _observers.observe(telemetry, client)


def uninstrument(client: AnyClient | None = None) -> None:
    """Make no more spans and metrics. Calls under way still end theirs.

    Args:
        client: The client, which stays without them also if all clients are instrumented. Default: all clients, except
            for those that were instrumented by themselves.
    """
    _observers.observe(None, client)
