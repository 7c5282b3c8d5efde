"""`configure`: set options of all default clients, also of those that were handed out earlier."""

from __future__ import annotations

from epilot_targeting_generated.lazy import typing

from .._config import options as client_options
from .._tracebacks import HiddenFrames
from . import default_clients
from .base import BaseClient


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
    with HiddenFrames(), default_clients.changing:
        default_clients.default_of(BaseClient).options.replace(token=token, **options)
        for client in default_clients.all_clients.values():
            client._set_options(client.options.replace(token=token, **options))
