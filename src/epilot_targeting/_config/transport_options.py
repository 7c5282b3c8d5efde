"""The options of own connections: `transport`, `ssl_context`, `proxy`. Check them, and keep them as one key.

A connection that was opened with other options is not used again.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from ..errors import ConfigurationError
from .proxy_url import check_proxy_url
from .secret import Secret

if TYPE_CHECKING:
    import ssl

Transport = Literal["httpx", "httpx2", "aiohttp"]
"""The library of own connections."""
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
EXTRAS = {"httpx2": "httpx2", "aiohttp": "fast"}
"""The extras that install the transports."""


class ConnectionSettings(NamedTuple):
    """The options of an own connection.

    Attributes:
        transport: The library that it uses: "httpx", "httpx2" or "aiohttp".
        base_url: The base URL of the server.
        ssl_context: The TLS settings. None: those that the environment variables set.
        proxy: The URL of the proxy. None: the proxy that the environment variables name.
    """

    transport: str
    base_url: str
    ssl_context: ssl.SSLContext | None = None
    proxy: Secret[str] | None = None


def proxy_secret(given: Any) -> Any:
    """Convert the option `proxy` for `ClientOptions`: return a string as a Secret, because it may contain a password.

    Any other value is returned unchanged. None and a Secret are valid, and `check_connection` rejects the rest.
    """
    return Secret(given) if isinstance(given, str) else given


def check_connection(settings: ConnectionSettings, http_client: Any) -> None:
    """Check the options `transport`, `ssl_context` and `proxy`.

    Beside `http_client` the last two may not be set, because it would ignore them. `transport` may be set.

    Args:
        settings: The three options. Its base URL is not checked here.
        http_client: The option `http_client`, or None. Only whether it is None counts.

    Raises:
        ConfigurationError: One is invalid, its package is not installed, or it may not be set beside `http_client`.
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
    """Check the option `ssl_context`, of any type but None: `check_connection` accepts None by itself.

    Raises:
        ConfigurationError: It is not an SSLContext, or is one for servers alone.
    """
    import ssl

    if not isinstance(context, ssl.SSLContext):
        raise ConfigurationError(
            f"ssl_context must be an ssl.SSLContext, such as ssl.create_default_context(), not {type(context).__name__}"
        )
    if context.protocol == ssl.PROTOCOL_TLS_SERVER:
        raise ConfigurationError("ssl_context is for servers: make it with ssl.create_default_context()")
