"""`OtherOptions`: set other options on all default clients while a test runs, and put the former ones back."""

from __future__ import annotations

from typing import Any

from .._client import default_clients
from .._client.base import BaseClient
from .._config.options import ClientOptions

_NEW: dict[str, Any] = {"_state": None, "_closed": False, "_entered": 0}
_KEPT = ("_options", *_NEW)
"""The attributes of a client that `OtherOptions` puts back."""


class OtherOptions:
    """A context manager: all default clients have other options while its block runs, for tests.

    This holds for those that were handed out earlier, too. Afterwards, each has its options again, and its connections,
    retry budget and rate limits from before: failures inside the block slow no later call down.

    Args:
        options: The options.
    """

    def __init__(self, options: ClientOptions) -> None:
        """Keep the options, which `with` sets on all default clients."""
        self._options = options
        self._before: dict[type, dict[str, Any]] = {}

    def __enter__(self) -> None:
        """Set the options on all default clients, with new connections, and remember what they had.

        A default client that is created in the block has these options too. Blocks of several objects may nest. Do
        not enter one object twice at a time: this is not checked, and the options from before would be lost.
        """
        with default_clients.changing:
            default_clients.default_of(BaseClient)
            for kind, client in default_clients.all_clients.items():
                self._before[kind] = {name: getattr(client, name) for name in _KEPT}
                client._set_options(self._options)
                client._state, client._closed, client._entered = None, False, 0

    def __exit__(self, *_: object) -> None:
        """Put the options and the state of all default clients back.

        A client created in the block gets the options that all default clients had before it. Connections that were
        opened in the block are not closed.
        """
        with default_clients.changing:
            for kind, client in default_clients.all_clients.items():
                common = {"_options": self._before[BaseClient]["_options"]}
                for name, value in (self._before.get(kind) or {**_NEW, **common}).items():
                    setattr(client, name, value)
