"""The default clients, one for each class, that `get_client` returns: created at the first use."""

from __future__ import annotations

from _thread import RLock

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from .base import BaseClient

if TYPE_CHECKING:
    C = typing.TypeVar("C", bound=BaseClient)

all_clients: dict[type, typing.Any] = {}
"""By class; that of `BaseClient` itself carries the settings to clients that are made later."""
changing = RLock()  # a client that is made while settings change must not miss the change


def default_of(kind: type[C]) -> C:
    """Return the default client of a class, the same one each time. The first use creates it.

    A new one begins with the options that `configure` and `authorize` have set so far. All default clients share rate
    limits. A closed one is returned too: its calls raise ClientClosedError until `async with` opens it again.
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
