"""`authorize`: set the token of all default clients, or of one client."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from .._config import options as client_options
from .._tracebacks import HiddenFrames
from .base import BaseClient

if TYPE_CHECKING:
    from typing import overload

    C = typing.TypeVar("C", bound=BaseClient)

if TYPE_CHECKING:  # a block of its own: mypy joins overloads with the function only if they stand alone

    @overload
    def authorize(token: client_options.TokenProvider, /) -> None: ...
    @overload
    def authorize(client: C, token: client_options.TokenProvider, /) -> C: ...


def authorize(client: typing.Any, token: typing.Any = None, /) -> typing.Any:
    """Set the token: `authorize(token)` for every default client, `authorize(client, token)` for one.

    `authorize(token)` holds for default clients that were handed out earlier, and for those that are created
    later. `authorize(client, token)` does the same as `client.authorize(token)`. Calls under way keep the old
    token.

    Args:
        client: The client, or the token where it is the only argument.
        token: A token, or a function or async function that returns one; it is called before every attempt.

    Returns:
        The client itself, or None if the token is the only argument.

    Raises:
        ConfigurationError: The token is neither a string nor a function, such as None, or the first of two
            arguments is no client.

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
        from .configure import configure

        configure(token=client)
        return None
