"""Traces and metrics by OpenTelemetry: a span and metrics for each call. An optional part, for the extra `otel`.

In: a client, or none for all of them. Out: spans and metrics by the providers of the application.
May import: `_observers`, `_version`, `client`, `campaign`, `campaign_delivery`, `campaign_recipient`, `target`.

    from epilot_targeting import otel

    otel.instrument()
"""

from __future__ import annotations

from threading import Lock
from typing import TypeAlias

try:
    from opentelemetry import metrics, trace
except ImportError as _error:
    raise ImportError("epilot_targeting.otel needs the extra: pip install 'epilot-targeting[otel]'") from _error

from .. import _observers
from ..campaign import CampaignClient
from ..campaign_delivery import CampaignDeliveryClient
from ..campaign_recipient import CampaignRecipientClient
from ..client import TargetingClient
from ..target import TargetClient
from ._telemetry import Telemetry

__all__ = ["instrument", "uninstrument"]

AnyClient: TypeAlias = (
    TargetingClient | CampaignClient | CampaignDeliveryClient | CampaignRecipientClient | TargetClient
)
_made: dict[tuple[object, object], Telemetry] = {}
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
    token, query, body or presigned URL is in a span or in a metric. A later call for the same client, or again for all,
    replaces the providers.

    Args:
        client: The client, with its tag clients and derived clients. If it is one of those itself, the client that it
            comes from is meant. Default: all clients, also those made later, except for those that an earlier call of
            `instrument` or `uninstrument` has named.
        tracer_provider: Where the spans go. Default: the global one.
        meter_provider: Where the metrics go. Default: the global one.

    Raises:
        ConfigurationError: `client` is no client, or a class.

    Example:
        from epilot_targeting import otel

        otel.instrument()
    """
    key = (tracer_provider, meter_provider)
    with _making:
        telemetry = _made.get(key)
        if telemetry is None:
            telemetry = _made[key] = Telemetry(tracer_provider, meter_provider)
    _observers.observe(telemetry, client)


def uninstrument(client: AnyClient | None = None) -> None:
    """Make no spans and metrics of calls that start from now on. Calls under way still end theirs.

    Args:
        client: The client, with its tag clients and derived clients. If it is one of those itself, the client that it
            comes from is meant. It stays without spans and metrics also if all clients are instrumented, until
            `instrument` names it. Default: all clients, also those made later, except for those that an earlier call of
            `instrument` or `uninstrument` has named.

    Raises:
        ConfigurationError: `client` is no client, or a class.
    """
    _observers.observe(None, client)
