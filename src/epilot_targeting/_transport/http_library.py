"""httpx and httpx2: load one of them, each with its httpcore, and tell which of their classes are used."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from .._config.transport_options import EXTRAS
from ..errors import ConfigurationError
from .httpcore_errors import HttpcoreErrors, httpcore_errors

CORES = {"httpx": "httpcore", "httpx2": "httpcore2"}
"""The libraries with httpx's interface, and the module that opens the connections of each."""
SUPPORTED = {
    "httpx": "needs httpx 0.28 and httpcore 1.x with a connection pool that it can replace",
    "httpx2": "needs httpx2 2.x and httpcore2 2.x with a connection pool that it can replace",
}
INSTALL = {"httpx": "'httpx>=0.28.1,<0.29' 'httpcore>=1.0.9,<2'", "httpx2": "'httpx2>=2.16,<3'"}


class HttpLibrary(NamedTuple):
    """A library with httpx's interface.

    Attributes:
        name: Its name.
        http: Its module.
        core: The module of its httpcore.
        errors: The exceptions that network streams raise for its httpcore.
    """

    name: str
    http: Any
    core: Any
    errors: HttpcoreErrors

    def unsupported_message(self) -> str:
        """Return the message of the error for unsupported versions of the library and its httpcore.

        It names the installed versions and the supported ones. Nothing is checked here: `check_library` does that.
        """
        core = self.core.__name__
        return (
            f"epilot-targeting {SUPPORTED[self.name]}; "
            f"found {self.name} {self.http.__version__} and {core} {self.core.__version__}: "
            f"pip install {INSTALL[self.name]}, or pass http_client="
        )


def is_imported(name: str) -> bool:
    """Return whether an HTTP library, or the httpcore that belongs to it, is imported in this process.

    `name` is "httpx", "httpx2" or "aiohttp"; the httpcore of httpx2 is httpcore2. A connection asks this before
    a request. If True, it uses the library, so that tools which record or replace the library's requests take
    effect. Otherwise it sends usual requests without the library.
    """
    return name in sys.modules or CORES.get(name) in sys.modules


@cache
def http_library(name: str) -> HttpLibrary:
    """Import a library, "httpx" or "httpx2", and its httpcore. Return both modules, and the exceptions of httpcore.

    Raises:
        ConfigurationError: One of them is not installed, or cannot be imported.
    """
    try:
        core, http = import_module(CORES[name]), import_module(name)
    except Exception as error:
        raise unusable_library(name, error) from error
    return HttpLibrary(name, http, core, httpcore_errors(core))


def unusable_library(name: str, error: Exception) -> ConfigurationError:
    """Return the error of an HTTP library that cannot be imported, which names the extra that installs it.

    `name` is "httpx", "httpx2" or "aiohttp", and `error` what the import raised.
    """
    package = f"'epilot-targeting[{EXTRAS[name]}]'" if name in EXTRAS else INSTALL[name]
    return ConfigurationError(
        f"transport={name!r} cannot be used: its import failed with {type(error).__name__} ({error}): "
        f"pip install {package}"
    )
