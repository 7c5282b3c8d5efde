"""Share tokens between calls, for sources that are slow or that cost something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple

from .._config.checks import check_number
from .._config.secret import Secret
from .._config.token_provider import TokenCache, token_fault
from .._tasks import spawn
from ..errors import ConfigurationError


class _Failure(NamedTuple):
    error: Exception
    traceback: TracebackType | None


class _Flight:
    """One request for a token, and how many wait for it."""

    __slots__ = ("task", "waiting")

    def __init__(self, task: asyncio.Task[Secret[Any] | _Failure]) -> None:
        self.task = task
        self.waiting = 0


class CachedToken(TokenCache):
    """A token source that asks another one only when it has to."""

    __slots__ = ("_flights", "_kept", "_key", "_lock", "_provider", "_ttl")

    def __init__(self, provider: Callable[[], Any], ttl: float, key: Callable[[], Hashable] | None) -> None:
        self._provider = provider
        self._ttl = ttl
        self._key = key
        self._kept: dict[Hashable, tuple[Secret[str], float]] = {}
        self._lock = Lock()  # several threads may share the source, with a loop each
        self._flights: dict[tuple[Hashable, asyncio.AbstractEventLoop], _Flight] = {}

    def __reduce__(self) -> str:
        raise TypeError("a token source can't be pickled or copied")

    async def __call__(self) -> str:
        """Give the token: the one that is kept, or the one that the flight under way brings."""
        key, loop = self._key() if self._key else None, asyncio.get_running_loop()
        secret, expires = self._kept.get(key, (None, 0.0))
        if secret is not None and loop.time() < expires:
            return secret.reveal()
        found = await self._landed(key, loop)
        if isinstance(found, _Failure):
            # Each who waits raises it: without its traceback of then it would grow by theirs.
            raise found.error.with_traceback(found.traceback)
        token: str = found.reveal()
        return token

    def invalidate(self, token: Secret[str]) -> None:
        """Forget a token, unless another has come in its place."""
        with self._lock:
            self._kept = {key: kept for key, kept in self._kept.items() if kept[0].reveal() != token.reveal()}

    async def _landed(self, key: Hashable, loop: asyncio.AbstractEventLoop) -> Secret[Any] | _Failure:
        flight = self._flights.get((key, loop))
        if flight is None:
            flight = self._flights[key, loop] = _Flight(spawn(self._fly(key)))
        flight.waiting += 1
        try:
            # Shielded: whoever started it may be cancelled, and the others still want the token.
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()
            if self._flights.get((key, loop)) is flight and (flight.task.done() or not flight.waiting):
                del self._flights[key, loop]

    async def _fly(self, key: Hashable) -> Secret[Any] | _Failure:
        # Errors are given, not raised: those who wait raise them, and nobody misses one when nobody waits any more.
        try:
            given = self._provider()
            token = await given if hasattr(given, "__await__") else given
        except Exception as error:
            return _Failure(error, error.__traceback__)
        now = asyncio.get_running_loop().time()
        if token_fault(token) is None:
            with self._lock:
                self._kept = {one: kept for one, kept in self._kept.items() if kept[1] > now}
                self._kept[key] = Secret(token), now + self._ttl
        return Secret(token)


def cached_token(
    provider: Callable[[], str] | Callable[[], Awaitable[str]],
    *,
    ttl: float,
    key: Callable[[], Hashable] | None = None,
) -> Callable[[], Awaitable[str]]:
    """Make a token source that asks `provider` once for all calls, and again when its token is old or was refused.

    Args:
        provider: A function or async function that gives a token.
        ttl: Seconds that a token is used for.
        key: Says whose token is wanted, such as `organisation.get` of a context variable. Needed as soon as `provider`
            gives one caller another token than the other: without it all share one.

    Returns:
        What `authorize()` and `token=` take. Concurrent calls of one event loop share one request to `provider`; one
        that is cancelled fails no other; a failure is not kept.

    Raises:
        ConfigurationError: An argument can't be.
    """
    if not callable(provider):
        raise ConfigurationError(f"cached_token() takes a function, not {type(provider).__name__}")
    check_number("ttl", ttl)
    if key is not None and not callable(key):
        raise ConfigurationError("key must be a function that gives something hashable")
    return CachedToken(provider, ttl, key)
