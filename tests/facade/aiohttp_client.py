"""A client with aiohttp connections, and the expected errors."""

from __future__ import annotations

from typing import Any

from facade.stores import QUICK
from server import HEAD as HEAD

from epilot_targeting import TargetingClient, TransportError

Ended = tuple[type[TransportError], bool | None, str | None]


def client_of(address: str, **options: Any) -> TargetingClient:
    """Make a client that repeats at once what it repeats."""
    return TargetingClient(**{"token": "t", "base_url": address, "retry": QUICK, "transport": "aiohttp", **options})


def ended(error: Any) -> Ended:
    """Return the class, what became of the request, and which limit passed."""
    return type(error), error.applied, getattr(error, "limit", None)
