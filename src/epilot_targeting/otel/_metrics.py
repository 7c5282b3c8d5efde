"""The metrics of calls: durations, attempts and waits as histograms, and the numbers of running and waiting calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from opentelemetry import metrics

from .. import _observers
from .._version import __version__
from ._attributes import PREFIX

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 90, 120)
"""The boundaries of histograms: those of the HTTP conventions, and those of long waits."""
ATTEMPTS = (1, 2, 3, 4, 5, 10)
MIN_WAIT = 0.001  # seconds of a wait that is recorded


class CallMetrics:
    """The instruments of the metrics, which record each call."""

    def __init__(self, provider: metrics.MeterProvider | None) -> None:
        """Create the instruments. `provider` is where the metrics go; None is the global one.

        Create only one object for each provider: OpenTelemetry cannot remove the instruments.
        """
        self._running: dict[int, tuple[_observers.ObservedCall, dict[str, Any]]] = {}
        meter = metrics.get_meter(PREFIX, __version__, provider)
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

    def start(self, call: _observers.ObservedCall, attributes: dict[str, Any]) -> None:
        """Count a call as running, until `stop`.

        Args:
            call: The call. The caller passes this object to `stop` once, or else the call counts for ever.
            attributes: The attributes that `call_attributes` returned. They are kept, and not changed.
        """
        self._running[id(call)] = call, attributes

    def stop(self, call: _observers.ObservedCall) -> None:
        """Count a call as running no longer. Nothing else of it is recorded: `record` does that.

        Raises:
            KeyError: `start` was not called with this object, or `stop` was called before.
        """
        del self._running[id(call)]

    def record(
        self,
        call: _observers.ObservedCall,
        attributes: dict[str, Any],
        report: _observers.CallReport,
        outcome: dict[str, Any],
    ) -> None:
        """Record the duration, the number of attempts and the waits of a call that has ended.

        Waits under a millisecond are not recorded. This does not call `stop`: the caller does.

        Args:
            call: The call.
            attributes: The attributes that `call_attributes` returned. They are not changed.
            report: The outcome of the call.
            outcome: The attributes that `outcome_attributes` returned for the report. They are not changed.
        """
        ended = {**attributes, **outcome}
        self._duration.record(report.elapsed, ended)
        self._attempts.record(report.attempts, ended)
        permit, rate_limit = call.waited()
        if permit >= MIN_WAIT:
            self._permit.record(permit, attributes)
        if rate_limit >= MIN_WAIT:
            self._rate_limit.record(rate_limit, attributes)


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
    """Return the callback of a metric that counts calls by their attributes.

    OpenTelemetry calls it at each export. It returns one observation for each set of attributes. A set that was
    counted at an earlier export, and has no calls now, has the number 0.

    Args:
        running: The running calls with their attributes, by the `id` of the call. The callback reads it anew
            each time.
        waits: `permit` or `rate_limit`: count only the calls whose `waits_for()` returns this. None: count all.
    """
    seen: dict[str, dict[str, Any]] = {}

    def count(_: metrics.CallbackOptions) -> list[metrics.Observation]:
        """Return the present number of calls for each set of attributes, or 0 for a set that only had calls before.

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
