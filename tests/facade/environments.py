"""The environment variables that connections depend on, for tests that set them."""

from __future__ import annotations

import pytest

PROXIES = [name for word in ("http", "https", "all", "no") for name in (f"{word}_proxy", f"{word.upper()}_PROXY")]
LIBRARIES = ("httpx", "httpx2", "aiohttp")
"""The libraries of own connections."""
ADDRESS = "https://service.example"


def clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset the variables of proxies and certificates."""
    for name in (*PROXIES, "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
