"""Check the options about the network: `transport`, `ssl_context`, `proxy`, and plain http for `allow_http`."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ..errors import ConfigurationError
from .base_url import LOOPBACK
from .proxy_url import check_proxy_url
from .secret import Secret

if TYPE_CHECKING:
    from .connection import ConnectionSettings

TRANSPORTS = ("httpx", "httpx2", "aiohttp")
EXTRAS = {"httpx2": "httpx2", "aiohttp": "fast"}
"""The extras that install the transports."""
PACKAGES = ("epilot_targeting", "attr")
"""The packages whose frames stand between a caller and a warning about an option."""
GENERATED = "attr"
"""The package of methods that attrs generates: their module has no name."""
_warned: set[str] = set()
"""The base URLs that a warning was shown for."""


def proxy_secret(given: Any) -> Any:
    """Return a proxy's URL as a secret: it may contain a password."""
    return Secret(given) if isinstance(given, str) else given


def check_scheme(url: str, *, allow_http: bool) -> None:
    """Check the scheme of a base URL, and warn once of plain http to a host that is not loopback.

    Raises:
        ConfigurationError: It is `http://`, which is allowed for a loopback host, or with `allow_http`.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in LOOPBACK:
        return
    if not allow_http:
        raise ConfigurationError(
            "base_url must begin with https:// (http:// is allowed for a loopback host, and with allow_http=True)"
        )
    if url not in _warned:
        message = f"allow_http: the token and all data are sent to {parts.netloc} without encryption"
        warnings.warn(message, UserWarning, stacklevel=_callers_level())
        _warned.add(url)


def check_connection(settings: ConnectionSettings, http_client: Any) -> None:
    """Check the options of own connections.

    Raises:
        ConfigurationError: One is invalid, its package is missing, or a caller's client would ignore it.
    """
    transport, context, proxy = settings.transport, settings.ssl_context, settings.proxy
    if transport not in TRANSPORTS:
        raise ConfigurationError(f"transport must be one of {', '.join(TRANSPORTS)}")
    if transport in EXTRAS and find_spec(transport) is None:
        extra = f"'epilot-targeting[{EXTRAS[transport]}]'"
        raise ConfigurationError(f"transport={transport!r} needs the extra: pip install {extra}")
    for name, value in (("ssl_context", context), ("proxy", proxy)):
        if value is not None and http_client is not None:
            raise ConfigurationError(f"{name} is for the client's own connections: set it on your http_client instead")
    if context is not None:
        _check_context(context)
    if proxy is not None:
        if not isinstance(cast("Any", proxy), Secret):
            raise ConfigurationError("proxy must be a string: the URL of a proxy, such as http://proxy.example:3128")
        check_proxy_url(proxy, "proxy", transport)


def _check_context(context: Any) -> None:
    """Raise ConfigurationError if `ssl_context` is not an SSLContext for clients."""
    import ssl

    if not isinstance(context, ssl.SSLContext):
        raise ConfigurationError(
            f"ssl_context must be an ssl.SSLContext, such as ssl.create_default_context(), not {type(context).__name__}"
        )
    if context.protocol == ssl.PROTOCOL_TLS_SERVER:
        raise ConfigurationError("ssl_context is for servers: make it with ssl.create_default_context()")


def _callers_level() -> int:
    """Return the `stacklevel` of the frame outside this package that passed the option."""
    import inspect

    level, frame = 0, inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__", GENERATED)).partition(".")[0] in PACKAGES:
        level, frame = level + 1, frame.f_back
    return level
