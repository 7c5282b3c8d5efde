"""Which calls share a rate gate: those of one origin, organisation, token provider and kind, on one event loop."""

from __future__ import annotations

import asyncio
import os
from _thread import allocate_lock
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
    """Return the key of the tenant for which a call is made: calls with equal keys share rate gates.

    Its four values are: base URL, organisation (None if it is not set), `Authorization.identity`, and whether the token
    provider caches tokens. `options` are those of the call.
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
        self._lock = allocate_lock()  # for the threads of several event loops; nothing is awaited while it is held
        self._last_tenant: tuple[ClientOptions | None, tuple[Hashable, ...]] = (None, ())  # most calls have the same
        self._pid = os.getpid()

    def leave_parent(self) -> None:
        """After a fork, forget the gates and pacers of the parent process. Do nothing in the process that made them.

        Its writes under way never end here, and would count for ever. A 429 that the parent received holds calls back
        here too. The lock is replaced: another thread of the parent may have held it.
        """
        if self._pid != os.getpid():
            self._gates, self._pacers = WeakKeyDictionary(), {}
            self._lock, self._pid = allocate_lock(), os.getpid()

    def gate(self, pool: ConnectionPool, options: ClientOptions, *, reads: bool) -> RateGate:
        """Return the rate gate that a call must pass, and create it if there is none.

        On one event loop, calls of the same tenant (see `tenant_of`) and kind (reads or writes) have the same gate. If
        the token provider caches tokens, their cache keys must be equal too. The user's key function runs here, so call
        this in the task of the call. If that function fails, nothing is raised here: fetching the token raises the
        error. All calls for which it fails share a gate.

        Set the option `rate_limit` for the gate, unless it is None. If clients of one tenant have different limits, as
        while `configure` changes them, that of the latest call counts for all.

        Args:
            pool: The pool of the running event loop.
            options: The options of the call.
            reads: Whether the operation only reads: its retry class is `read`.
        """
        last, tenant = self._last_tenant
        if last is not options:
            tenant = tenant_of(options)
            self._last_tenant = options, tenant
        key = (reads, tenant, options.authorization.cache_key() if tenant[-1] else None)
        gates = self._gates.get(pool)
        gate = (None if gates is None else gates.get(key)) or self._make_gate(pool, key, reads=reads)
        if options.rate_limit is not None:
            gate.pace(options.rate_limit)
        return gate

    def forget(self, pool: ConnectionPool) -> None:
        """Remove the gates of a pool whose event loop is closed.

        Calls that wait at them have the pool: it would never be deleted.
        """
        with self._lock:
            self._gates.pop(pool, None)

    def _make_gate(self, pool: ConnectionPool, key: Hashable, *, reads: bool) -> RateGate:
        """Create the gate of a key on the running event loop, keep it, and return it.

        The gates of a key on other event loops share its Closing and its Pacer. If there are `MANY` (1,024) gates,
        first remove idle ones. The caller must not hold the lock.

        Args:
            pool: The pool of the running event loop.
            key: The key, which has no gate there.
            reads: Whether the gate admits reads, which have no Pacer.
        """
        with self._lock:
            gates = self._gates.setdefault(pool, {})
            if len(gates) >= MANY:
                self._forget_idle(gates)
            pacer = None if reads else self._pacers.setdefault(key, Pacer())
            gate = gates[key] = RateGate(self._closings.setdefault(key, Closing()), reads=reads, pacer=pacer)
        return gate

    def _forget_idle(self, gates: dict[Hashable, RateGate]) -> None:
        """Remove those of `gates`, the gates of the running event loop, that are idle.

        Then remove each idle pacer, and each Closing that is over since `FORGET` (120) seconds, if no gate of any event
        loop has its key. The caller holds the lock.
        """
        now = asyncio.get_running_loop().time()
        for key in [key for key, gate in gates.items() if gate.is_idle(now)]:
            del gates[key]
        used = {key for several in self._gates.values() for key in several}
        for key in [key for key, pacer in self._pacers.items() if key not in used and pacer.is_idle(now)]:
            del self._pacers[key]
        for key in [key for key, one in self._closings.items() if key not in used and one.until + FORGET <= now]:
            del self._closings[key]
