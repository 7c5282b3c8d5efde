"""The TLS settings of own connections: `ssl_context`, or the trusted certificates of the environment variables."""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import TYPE_CHECKING

from ..errors import ConfigurationError
from .key_log_file import check_key_log_file

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .proxies import Proxy


def settings_context(settings: ConnectionSettings, proxy: Proxy | None) -> ssl.SSLContext | None:
    """Return the TLS settings of a connection: `ssl_context`, or the default ones, which are loaded only here.

    Return None if neither the server nor its proxy uses TLS.

    Raises:
        ConfigurationError: A certificate file or directory that an environment variable names is invalid.
    """
    # Loading certificates takes time, and plain http needs none.
    if not (settings.base_url.lower().startswith("https:") or (proxy is not None and proxy.is_secure)):
        return None
    return settings.ssl_context or tls_context()


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings of all connections without the option `ssl_context`.

    They are created once, as that costs as much as 100 requests: a later change of an environment variable has no
    effect. They are those of `httpx.create_ssl_context()`, on each transport.

    Raises:
        ConfigurationError: A file or directory that an environment variable names is invalid.
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
