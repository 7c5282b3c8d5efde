"""`cached_token`: cache the tokens of a slow token provider, and share them between calls."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from itertools import islice
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple, NoReturn

from .._config.number_checks import check_number
from .._config.secret import Secret
from .._config.token_provider import TokenCache
from .._tasks import spawn
from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError
from .validate import CacheKeyError, token_fault


class _ProviderError(NamedTuple):
    """The exception that a provider raised, and its traceback as it was then."""

    error: Exception
    traceback: TracebackType | None


class _Fetch:
    """A running call of the provider, which calls of one key and event loop share. Without waiters it is cancelled."""

    __slots__ = ("task", "waiting")

    def __init__(self, task: asyncio.Task[Secret[Any] | _ProviderError]) -> None:
        """Keep the task of `CachedToken._fetch`, and start with no waiters: `_wait_for_fetch` counts them."""
        self.task = task
        self.waiting = 0


class CachedToken(TokenCache):
    """A token provider that caches the tokens of another one, its provider. `cached_token` returns it."""

    __slots__ = ("_cached", "_fetches", "_key", "_keys_by_hash", "_lock", "_provider", "_ttl")

    def __init__(self, provider: Callable[[], Any], ttl: float, key: Callable[[], Hashable] | None) -> None:
        """Create an empty cache. `cached_token` has checked the arguments.

        Args:
            provider: A function or async function that returns a token.
            ttl: Seconds for which a token is used.
            key: Returns the cache key of the running call. None: all calls share one token.
        """
        self._provider = provider
        self._ttl = ttl
        self._key = key
        # In the order in which the tokens expire, so that the first ones are removed without a search.
        self._cached: OrderedDict[Hashable, tuple[Secret[str], float]] = OrderedDict()
        self._keys_by_hash: dict[int, set[Hashable]] = {}  # by the hash of the token, which is a secret
        self._lock = Lock()  # several threads may share it, each with its own loop
        self._fetches: dict[tuple[Hashable, asyncio.AbstractEventLoop], _Fetch] = {}

    def __reduce__(self) -> NoReturn:
        """Raise TypeError when it is pickled or copied: a copy would hold the token a second time."""
        raise TypeError("a token provider cannot be pickled or copied")

    async def __call__(self) -> str:
        """Return the token of the running call's key: the cached one if it has not expired, else that of a fetch.

        A running fetch of the same key and event loop is shared. If none runs, one is started. The result may be
        anything that the provider returned: the caller, `fetch_token`, validates it before each attempt.

        Raises:
            CacheKeyError: The key function failed, or returned a value that is not hashable.
            Exception: The exception of the provider. It is not cached.
        """
        key, loop = self._checked_key(), asyncio.get_running_loop()
        secret = self._cached_at(key, loop)
        if secret is not None:
            return secret.reveal()
        found = await self._wait_for_fetch(key, loop)
        if isinstance(found, _ProviderError):
            # Each waiter raises it with the original traceback, which would otherwise grow with each one.
            raise found.error.with_traceback(found.traceback)
        token: str = found.reveal()
        return token

    def cached(self) -> Secret[str] | None:
        """Return the token of the running call's key if it is cached and has not expired, else None.

        Return None also if the key function fails: the caller then calls `__call__`, which raises CacheKeyError.

        Raises:
            RuntimeError: No event loop runs here.
        """
        with suppress(CacheKeyError):
            return self._cached_at(self._checked_key(), asyncio.get_running_loop())
        return None

    def _cached_at(self, key: Hashable, loop: asyncio.AbstractEventLoop) -> Secret[str] | None:
        """Return the token of a key if it is cached and has not expired by the clock of `loop`, else None.

        `key` is a result of `_checked_key`. The caller need not hold the lock. An expired token stays in the cache.
        """
        secret, expires = self._cached.get(key, (None, 0.0))
        return secret if loop.time() < expires else None

    def key(self) -> object:
        """Return the value of the key function, or None if there is none: then all calls share one token.

        An exception of the key function is raised unchanged. Its value may be unhashable: `_checked_key` checks it.
        """
        return self._key() if self._key else None

    def _checked_key(self) -> Hashable:
        """Return the value of the key function for the running call, or None if there is no key function.

        Raises:
            CacheKeyError: The key function failed, or returned a value that is not hashable.
        """
        try:
            key = self.key()
            hash(key)
        except Exception as error:
            hint = ": is the context variable set?" if isinstance(error, LookupError) else ""
            text = f"the key function of cached_token raised {type(error).__name__}{hint}"
            raise CacheKeyError(text) from error
        return key

    def invalidate(self, token: Secret[str]) -> None:
        """Remove a token that the service rejected with a 401, under each key that has it.

        Other tokens and running fetches stay. Do nothing if it is not cached. Any thread may call this.
        """
        with self._lock:
            # If another token has the same hash, it is only fetched again.
            for key in tuple(self._keys_by_hash.get(hash(token.reveal()), ())):
                self._remove(key)

    async def _wait_for_fetch(self, key: Hashable, loop: asyncio.AbstractEventLoop) -> Secret[Any] | _ProviderError:
        """Wait for the fetch of a cache key that runs on this event loop, and start one if none runs.

        Cancelling a waiter cancels the fetch only if nobody else waits for it. If the provider is cancelled, each
        waiter raises CancelledError.

        Args:
            key: The cache key, as `_checked_key` returns it. None if all calls share one token.
            loop: The running event loop.

        Returns:
            The result of `_fetch`: a Secret with what the provider returned, or a _ProviderError with its
            exception.
        """
        fetch = self._fetches.get((key, loop))
        if fetch is None:
            fetch = self._fetches[key, loop] = _Fetch(spawn(self._fetch(key)))
        fetch.waiting += 1
        try:
            # Shielded: one cancelled waiter must not cancel the fetch of the others.
            return await asyncio.shield(fetch.task)
        finally:
            fetch.waiting -= 1
            if not fetch.waiting:
                fetch.task.cancel()
            if self._fetches.get((key, loop)) is fetch and (fetch.task.done() or not fetch.waiting):
                del self._fetches[key, loop]

    async def _fetch(self, key: Hashable) -> Secret[Any] | _ProviderError:
        """Call the provider. Cache its token under `key` if it is valid, in place of an earlier one.

        CancelledError is raised if this task or the provider is cancelled. The caller must not hold the lock.

        Returns:
            What the provider returned, wrapped in a Secret even if it is no valid token. Or the exception that it
            raised, as a _ProviderError, for the caller to raise.
        """
        # Errors are returned, not raised: the waiters raise them, and without waiters Python logs nothing.
        try:
            result = self._provider()
            token = await result if hasattr(result, "__await__") else result
        except Exception as error:
            return _ProviderError(error, error.__traceback__)
        now = asyncio.get_running_loop().time()
        if token_fault(token) is None:
            with self._lock:
                self._store(key, Secret(str(token)), now)
        return Secret(token)

    def _store(self, key: Hashable, token: Secret[str], now: float) -> None:
        """Cache a token under `key` until `ttl` seconds after `now`, which is the event loop's time.

        Replace the token of this key, and remove up to two tokens of other keys that have expired. The caller holds
        the lock, and has validated the token.
        """
        self._remove(key)
        # At most two: a refresh takes constant time, and the cache still shrinks.
        for old_key in tuple(islice(self._cached, 2)):
            if self._cached[old_key][1] <= now:
                self._remove(old_key)
        self._cached[key] = token, now + self._ttl
        self._keys_by_hash.setdefault(hash(token.reveal()), set()).add(key)

    def _remove(self, key: Hashable) -> None:
        """Remove the token of a key from the cache, if there is one. The caller holds the lock."""
        token, _ = self._cached.pop(key, (None, 0.0))
        if token is not None:
            token_hash = hash(token.reveal())
            self._keys_by_hash[token_hash].discard(key)
            if not self._keys_by_hash[token_hash]:
                del self._keys_by_hash[token_hash]


def cached_token(
    provider: Callable[[], str] | Callable[[], Awaitable[str]],
    *,
    ttl: float,
    key: Callable[[], Hashable] | None = None,
) -> Callable[[], Awaitable[str]]:
    """Return a token provider that caches the tokens of `provider`. Nothing is called yet.

    It calls `provider` again when the token is older than `ttl` seconds, or after the service rejected it with a 401.

    Example:
        targeting.authorize(cached_token(get_token, ttl=300))

    Args:
        provider: A function or async function that returns a token.
        ttl: Seconds for which a token is used; greater than 0 and at most 10⁹.
        key: Returns the cache key, such as `organisation.get` of a context variable. Required if `provider` returns
            different tokens for different callers. Default: all callers share one token.

    Returns:
        A token provider for `authorize()` or `token=`, which several clients, event loops and threads may share.
        Concurrent calls on one event loop share one call of `provider`. A cancelled call does not fail the others.
        Errors are not cached.

    Raises:
        ConfigurationError: An argument is invalid.
    """
    with HiddenFrames():
        if not callable(provider):
            raise ConfigurationError(f"cached_token() needs a function, not {type(provider).__name__}")
        check_number("ttl", ttl)
        if key is not None and not callable(key):
            raise ConfigurationError("key must be a function that returns a hashable value")
    return CachedToken(provider, ttl, key)
