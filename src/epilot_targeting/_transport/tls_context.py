"""The TLS settings of own connections: `ssl_context`, or the trusted certificates of the environment variables."""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import TYPE_CHECKING

from ..errors import ConfigurationError
from .key_log_file import check_key_log_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._config.transport_options import ConnectionSettings
    from .proxies import Proxy

ALPN = ["http/1.1"]
"""The protocols that connections offer by ALPN."""


def settings_context(settings: ConnectionSettings, proxy: Proxy | None) -> ssl.SSLContext | None:
    """Return the TLS settings of a connection: the option `ssl_context`, or else those of `tls_context`.

    Return None if neither the server nor its proxy uses TLS.

    Raises:
        ConfigurationError: As `tls_context` raises it.
    """
    # Loading certificates takes time, and plain http needs none.
    if not (settings.base_url.lower().startswith("https:") or (proxy is not None and proxy.is_secure)):
        return None
    return settings.ssl_context or tls_context()


class CallersContext:
    """The option `ssl_context` for httpcore, which would set ALPN in it: the caller may use it elsewhere too."""

    def __init__(self, context: ssl.SSLContext) -> None:
        """Keep the caller's TLS settings, which are not changed."""
        self._context = context

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Do nothing: without ALPN a server speaks HTTP/1.1. httpcore calls this."""

    def wrap_bio(
        self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, *, server_hostname: str | None = None
    ) -> ssl.SSLObject:
        """Return the TLS object of a connection with the caller's settings. `TlsStream` calls this."""
        return self._context.wrap_bio(incoming, outgoing, server_hostname=server_hostname)


def stream_context(settings: ConnectionSettings, proxy: Proxy | None) -> ssl.SSLContext | CallersContext | None:
    """Return what `settings_context` returns, for connections whose ALPN is set: `ssl_context` stays as it is.

    Raises:
        ConfigurationError: A certificate file or directory that an environment variable names is invalid.
    """
    context = settings_context(settings, proxy)
    return context if context is None or settings.ssl_context is None else CallersContext(context)


def check_protocol(tls: ssl.SSLObject | None) -> None:
    """Raise ConnectionError if the server has chosen another protocol than HTTP/1.1 by the ALPN of `ssl_context`.

    `tls` is a connection after its handshake, or None without TLS.
    """
    chosen = None if tls is None else tls.selected_alpn_protocol()
    if chosen not in (None, *ALPN):
        raise ConnectionError(
            f"the server chose the protocol {chosen} by the ALPN of ssl_context, and this client speaks HTTP/1.1: "
            "give it a context of its own"
        )


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings that all connections without the option `ssl_context` share.

    They are created once, as that costs as much as 100 requests: a later change of an environment variable has no
    effect. They trust the same certificates as `httpx.create_ssl_context()`, on each transport.

    Raises:
        ConfigurationError: A file or directory that an environment variable names, or certifi's file, is invalid.
    """
    check_key_log_file()
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if folders and not file and not any(map(os.path.isdir, folders.split(os.pathsep))):
        # OpenSSL ignores a missing directory, and then trusts no certificate.
        raise ConfigurationError(f"SSL_CERT_DIR is invalid: {folders!r} is not a directory")
    try:
        if folders and not file:
            return ssl.create_default_context(capath=folders)
        return ssl.create_default_context(cafile=file or _certificates_of_certifi())
    except (OSError, ImportError) as error:  # certifi may be missing
        name = f"SSL_CERT_FILE is invalid: {file!r}" if file else "the certificates of certifi cannot be loaded"
        raise ConfigurationError(f"{name} ({error})") from error


def _certificates_of_certifi() -> str:
    """Return the path of certifi's file of trusted certificates, which httpx uses by default. It is not opened here."""
    import certifi  # with SSL_CERT_FILE it is not needed; to find its file it imports twenty modules

    return certifi.where()
