"""The TLS settings of all own connections: trusted certificates and protocol versions."""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpx

from ..errors import ConfigurationError
from .key_log_file import check_key_log_file


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings, which are created once: that costs as much as 100 requests.

    Raises:
        ConfigurationError: A file or directory that an environment variable names is invalid.
    """
    check_key_log_file()
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if folders and not file and not any(map(os.path.isdir, folders.split(os.pathsep))):
        # OpenSSL ignores a missing directory, and then trusts no certificate.
        raise ConfigurationError(f"SSL_CERT_DIR is invalid: {folders!r} is not a directory")
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        name = f"SSL_CERT_FILE is invalid: {file!r}" if file else "the certificates of certifi cannot be loaded"
        raise ConfigurationError(f"{name} ({error})") from error
