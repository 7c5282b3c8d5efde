"""The TLS settings of all own connections: trusted certificates and protocol versions."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Return the TLS settings, which are created once: that costs as much as 100 requests."""
    return httpx.create_ssl_context()
