"""The options that a connection depends on: one that was opened with others is not used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ssl

    from .secret import Secret


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
