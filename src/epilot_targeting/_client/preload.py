"""Import whatever the first call of a client would import, and load its TLS settings (`preload`)."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from epilot_targeting_generated import models

from .._call import call as call
from .._call import client_state
from .._call import decoding_thread as decoding_thread

if TYPE_CHECKING:
    from .._config.options import ClientOptions

OPERATIONS = "epilot_targeting_generated.api."
"""The start of the names of the modules that define the operations of a tag."""
PRIVATE_MODULE = "anyio._backends._asyncio"
"""A private module that httpx needs late. Another version of anyio may not have it."""
LATE_MODULES = (
    "concurrent.futures.thread",  # which looks hosts up
    "encodings.idna",
    "encodings.utf_8_sig",  # of JSON without orjson
    "epilot_targeting._call.watched_call",  # of observers
)
"""Modules that a library, or Python itself, imports when it first needs them."""
MIDDLEWARE_MODULE = "epilot_targeting._call.middleware_attempt"
"""The module that the first call of a client with middleware imports."""

CALLERS_CLIENT_MODULES = (
    "epilot_targeting._transport.callers_pool",
    "epilot_targeting._transport.deferred_cancellation",
)
"""The modules that the first call of a client with `http_client` imports."""


def preload(kind: type, options: ClientOptions) -> None:
    """Import the operations and models of a client's class and the HTTP library, and load TLS settings.

    Args:
        kind: The class of the client.
        options: Its options. With `transport="aiohttp"` aiohttp is imported only if there is a proxy. With
            `http_client`, neither HTTP library nor TLS settings are loaded.

    Raises:
        ConfigurationError: A proxy or certificate file that an option or environment variable names is invalid, or the
            HTTP library is unsuitable or cannot be imported.
    """
    for base in kind.__mro__:
        for module in vars(base).get("_late_modules", ()):
            import_module(module)
        if base.__module__.startswith(OPERATIONS):
            _import_tag(base)
    for module in (*LATE_MODULES, *([MIDDLEWARE_MODULE] if options.middleware else [])):
        import_module(module)
    with suppress(ImportError):
        import_module(PRIVATE_MODULE)
    if options.http_client is None:
        client_state.preload_connection(options)
    else:
        for module in CALLERS_CLIENT_MODULES:
            import_module(module)


def _import_tag(operations: type[Any]) -> None:
    """Import each operation of a tag, and the models that its operations take and return, ready for use.

    `operations` is the generated class with the methods of the tag.
    """
    tag = import_module(operations.__module__)
    for name, method in vars(operations).items():
        if callable(method) and not name.startswith("_"):
            import_module(f"{tag.__name__}.{name}")
    for name in getattr(tag, "MODELS", ()):
        _ = getattr(getattr(models, name), "__attrs_attrs__", None)  # at which attrs completes a model
