"""Find the proxy that the environment variables name for a URL."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .._config.options import LOOPBACK


def find_proxy(url: str) -> str | None:
    """Return the URL of the proxy for a URL, or None. Loopback hosts have none."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
