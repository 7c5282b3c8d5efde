"""Which calls share a rate gate: those of one origin, organisation, token provider and kind, on one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from .._config.request_headers import ORG_HEADER
from .pacer import Pacer
from .rate_gate import FORGET, Closing, RateGate

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .._transport.pool import ConnectionPool

MANY = 1024
"""Gates of one event loop above which those that hold nothing back are removed: a service may have many tenants."""


def tenant_of(options: ClientOptions) -> tuple[Hashable, ...]:
    """Return the key of a call's tenant, by which calls share rate gates.

    Its four values are: base URL, `org_id` or None, identity of the token provider, and whether the provider caches
    tokens.
    """
    authorization = options.authorization
    return options.base_url, options.headers.get(ORG_HEADER), authorization.identity, authorization.cache is not None


class RateGates:
    """The gates of a client by organisation, kind of call and event loop, and the pacers of its `rate_limit`.

    Attributes:
        tickets: Numbers the calls in the order they came.
    """

    def __init__(self) -> None:
        """Start without gates and pacers. They are created when a call first needs them."""
        self.tickets = count()
        self._gates: WeakKeyDictionary[ConnectionPool, dict[Hashable, RateGate]] = WeakKeyDictionary()
        self._pacers: dict[Hashable, Pacer] = {}
        self._closings: dict[Hashable, Closing] = {}
        self._last_tenant: tuple[ClientOptions | None, tuple[Hashable, ...]] = (None, ())  # most calls have the same

    def gate(self, pool: ConnectionPool, options: ClientOptions, *, reads: bool) -> RateGate:
        """Return the rate gate that a call must pass. Calls of one tenant and kind share it on each event loop.

        If the token provider caches tokens, calls with another cache key have another gate. It is created at the first
        call.

        Args:
            pool: The pool of the running event loop.
            options: The options of the call.
            reads: Whether the operation only reads. Reads and writes have gates of their own.
        """
        last, tenant = self._last_tenant
        if last is not options:
            tenant = tenant_of(options)
            self._last_tenant = options, tenant
        key = (reads, tenant, options.authorization.cache_key() if tenant[-1] else None)
        gates = self._gates.get(pool)
        if gates is None:
            gates = self._gates[pool] = {}
        gate = gates.get(key)
        if gate is None:
            if len(gates) >= MANY:
                self._forget_idle(gates)
            pacer = None
            if options.rate_limit is not None and not reads:
                pacer = self._pacers.setdefault(key, Pacer(options.rate_limit))
            gate = gates[key] = RateGate(self._closings.setdefault(key, Closing()), reads=reads, pacer=pacer)
        return gate

    def _forget_idle(self, gates: dict[Hashable, RateGate]) -> None:
        """Remove those of `gates`, the gates of one event loop, that are idle.

        Also remove idle pacers, and closings that are long ago, of all event loops.
        """
        now = asyncio.get_running_loop().time()
        for key in [key for key, gate in gates.items() if gate.is_idle(now)]:
            del gates[key]
        for key in [key for key, pacer in tuple(self._pacers.items()) if pacer.is_idle(now)]:
            self._pacers.pop(key, None)
        for key in [key for key, closing in tuple(self._closings.items()) if closing.until + FORGET <= now]:
            self._closings.pop(key, None)
