"""Check and hold the token provider of a client: a string, a function or an async function."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NoReturn, TypeAlias, cast

from ..errors import ConfigurationError
from .secret import Secret

TokenProvider: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function or async function that returns one; it is called before every attempt."""


class TokenCache(ABC):
    """A token provider that returns a token several times, until the token is invalidated."""

    __slots__ = ()

    @abstractmethod
    def invalidate(self, token: Secret[str]) -> None:
        """Remove a token from the cache, after the service rejected it with a 401. Do nothing if it is not cached."""
        ...

    @abstractmethod
    def cached(self) -> Secret[str] | None:
        """Return the cached token of the running call, or None if it has expired or is not cached.

        The caller then calls the token provider. Nothing is awaited here, and no token is removed.
        """
        ...

    @abstractmethod
    def key(self) -> object:
        """Return the cache key of the running call: calls with equal keys share a token, and a rate gate.

        Without a key function it is None. Otherwise it is the value of that function, which may be unhashable: the
        caller checks it. An exception of the key function is raised unchanged.
        """
        ...


class Authorization:
    """The token provider of a client, hidden from repr, pickle and `vars()`, or none.

    Attributes:
        identity: A number that tells it from others, for rate gates. Equal strings have the same.
        cache: The token provider if it caches tokens, as that of `cached_token` does, else None.
    """

    __slots__ = ("_provider", "cache", "identity")

    def __init__(self, provider: TokenProvider | None = None) -> None:
        """Hold a token provider. A string becomes a function that returns it. None means that no token is set.

        The provider is not called here.

        Raises:
            ConfigurationError: `provider` is neither a string, nor callable, nor None.
        """
        if provider is not None and not isinstance(provider, str) and not callable(provider):
            raise ConfigurationError(f"token must be a string or a function, not {type(provider).__name__}")
        # Of a string, its hash: the token stands nowhere else. A function may be unhashable.
        self.identity: int = hash(provider) if isinstance(provider, str) else id(provider)
        # A function hides the string from everything that prints attributes.
        self._provider: Callable[[], Any] | None = (lambda: provider) if isinstance(provider, str) else provider
        self.cache: TokenCache | None = provider if isinstance(provider, TokenCache) else None

    def __reduce__(self) -> NoReturn:
        """Raise TypeError when it is pickled or copied: a copy would hold the token a second time."""
        raise TypeError("a token provider cannot be pickled or copied")

    @property
    def provider(self) -> Callable[[], Any] | None:
        """The function without arguments that returns a token or an awaitable of one. None: no token is set.

        For a token that was set as a string, it is a function that returns the string.
        """
        return self._provider

    def cache_key(self) -> int | None:
        """Return the hash of the provider's cache key for the running call, by which calls share a rate gate.

        Return None if the provider has no cache, or if the key function fails or its value has no hash. Nothing is
        raised then: `fetch_token` raises the error.
        """
        with suppress(Exception):  # fetching the token reports it
            return None if self.cache is None else hash(self.cache.key())
        return None

    def invalidate(self, token: Secret[str]) -> None:
        """Remove a token from the provider's cache, after the service rejected it with a 401.

        Without a cache, do nothing.
        """
        if self.cache is not None:
            self.cache.invalidate(token)


def required_authorization(token: TokenProvider) -> Authorization:
    """Return the token that was passed to `authorize()` as an Authorization.

    Unlike the option `token`, it may not be None. An empty or malformed string is not noticed here: calls then
    raise AuthorizationError.

    Raises:
        ConfigurationError: The token is None, or neither a string nor a function.
    """
    if cast("Any", token) is None:
        # A client without a token is made without one: a forgotten argument must not remove a token.
        raise ConfigurationError("authorize() needs a token, or a function that returns one")
    return Authorization(token)
