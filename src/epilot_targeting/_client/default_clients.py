"""The default clients, one for each class, and what sets their options: `configure` and `authorize`."""

from __future__ import annotations

from _thread import RLock

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from .._config import options as client_options
from .._tracebacks import HiddenFrames
from .base import BaseClient

if TYPE_CHECKING:
    from typing import overload

    C = typing.TypeVar("C", bound=BaseClient)

all_clients: dict[type, typing.Any] = {}
"""By class; that of `BaseClient` itself carries the settings to clients that are made later."""
changing = RLock()  # a client that is made while settings change must not miss the change


def default_of(kind: type[C]) -> C:
    """Return the default client of a class, the same one each time. The first use creates it.

    It has the options of all default clients then, and shares their rate limits. A closed one is returned too: its
    calls raise ClientClosedError until `async with` opens it again.
    """
    with changing:
        if kind not in all_clients:
            made: typing.Any = kind()
            if kind is not BaseClient:
                made._set_options(default_of(BaseClient).options)
                made._limits_of = default_of(BaseClient)  # they share the rate limit, as they share the token
            all_clients[kind] = made
        client: C = all_clients[kind]
    return client


if TYPE_CHECKING:

    @overload
    def authorize(token: client_options.TokenProvider, /) -> None: ...
    @overload
    def authorize(client: C, token: client_options.TokenProvider, /) -> C: ...


def authorize(client: typing.Any, token: typing.Any = None, /) -> typing.Any:
    """Set the token: `authorize(token)` for every default client, `authorize(client, token)` for one.

    The token replaces the one before, also for clients that were handed out earlier. Calls under way keep the old one.

    Args:
        client: The client, or the token where it is the only argument.
        token: A token, or a function or async function that returns one; it is called before every attempt.

    Returns:
        The client, where one was given.

    Raises:
        ConfigurationError: The token is neither a string nor a function, such as None, or the first of two arguments
            is no client.

    Example:
        authorize(get_token)
        page = await get_client().get_recipients(campaign_id)
    """
    with HiddenFrames():
        if isinstance(client, BaseClient):
            return client.authorize(token)
        from ..errors import ConfigurationError

        if client is None or token is not None:
            raise ConfigurationError("authorize() takes a token, or a client and a token")
        configure(token=client)
        return None


def configure(
    *, token: client_options.TokenProvider | None = None, **options: typing.Unpack[client_options.ClientKeywords]
) -> None:
    """Set options of all default clients, also of those that were handed out earlier.

    Calls under way keep the old ones.

    Args:
        token: A token, or a function or async function that returns one; it is called before every attempt.
        **options: The options of `TargetingClient`. An option that is not named, or is None, stays as it is. `headers`
            are added to those that are set.

    Raises:
        ConfigurationError: There is no such option, or its value is invalid; then nothing is changed.

    Example:
        configure(token=get_token, timeout=10.0)
    """
    with HiddenFrames(), changing:
        default_of(BaseClient).options.replace(token=token, **options)
        for client in all_clients.values():
            client._set_options(client.options.replace(token=token, **options))
