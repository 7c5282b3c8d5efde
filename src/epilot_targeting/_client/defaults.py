"""The default clients: one for each class, made when it is first asked for, all under the same settings."""

from __future__ import annotations

from _thread import RLock

from .base import BaseClient

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from typing import Any, TypeVar, Unpack, overload

    from .._config.token_provider import TokenProvider
    from .base import Options

    C = TypeVar("C", bound=BaseClient)

_clients: dict[type[Any], Any] = {}
"""By class; that of `BaseClient` itself carries the settings to clients that are made later."""
_changing = RLock()  # a client that is made while settings change must not miss the change


def default_of(kind: type[C]) -> C:
    """Return the default client of a class."""
    with _changing:
        if kind not in _clients:
            made: Any = kind()
            if kind is not BaseClient:
                made._set_options(default_of(BaseClient).options)
            _clients[kind] = made
        client: C = _clients[kind]
    return client


if TYPE_CHECKING:

    @overload
    def authorize(token: TokenProvider, /) -> None: ...
    @overload
    def authorize(client: C, token: TokenProvider, /) -> C: ...


def authorize(client: Any, token: Any = None, /) -> Any:
    """Set the token: `authorize(token)` for every default client, `authorize(client, token)` for one.

    The token replaces the one before at once, also for clients that were handed out earlier.

    Args:
        client: The client, or the token where it is the only argument.
        token: A token, or a function or async function that is asked for one before every request.

    Returns:
        The client, where one was given.

    Raises:
        ConfigurationError: The token is neither a string nor a function.
    """
    if isinstance(client, BaseClient):
        return client.authorize(token)
    from ..errors import ConfigurationError

    if client is None or token is not None:
        raise ConfigurationError("authorize() takes a token, or a client and a token")
    configure(token=client)
    return None


def configure(**options: Unpack[Options]) -> None:
    """Set options of all default clients, those handed out before included.

    Args:
        **options: As `TargetingClient` takes them; what is not named stays as it is.

    Raises:
        ConfigurationError: There is no such option, or its value is invalid; nothing is changed then.
    """
    with _changing:
        default_of(BaseClient).options.replace(**options)
        for client in _clients.values():
            client._set_options(client.options.replace(**options))
