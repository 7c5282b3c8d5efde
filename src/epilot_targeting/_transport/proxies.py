"""Find and check the proxy that the environment variables name for a URL."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from .._config.options import LOOPBACK
from .._config.secret import Secret
from ..errors import ConfigurationError

HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
SCHEMES = {"httpx": ("http", "https", "socks5", "socks5h"), "aiohttp": ("http", "https")}
"""The schemes of proxies that each library supports."""


class Proxy(NamedTuple):
    """A proxy.

    Attributes:
        url: Its URL, which may contain a password.
        variable: The environment variable that names it.
        address: Its host and port.
    """

    url: Secret[str]
    variable: str
    address: str

    def __str__(self) -> str:
        """Name the proxy by its address without credentials, and by the variable that sets it."""
        return f"the proxy {self.address} of {self.variable}"

    def invalid(self) -> ConfigurationError:
        """Return the error of a proxy that is no URL. It does not show the URL."""
        return _invalid(self.variable)

    def credentials(self) -> list[str]:
        """Return the texts that are secret: the password, and what is sent with it."""
        parts = urlsplit(self.url.reveal())
        if not parts.password:
            return []
        user, password = unquote(parts.username or ""), unquote(parts.password)
        return [parts.password, password, b64encode(f"{user}:{password}".encode()).decode()]


def find_proxy(url: str, library: str) -> Proxy | None:
    """Return the proxy for a URL, or None. Loopback hosts have none.

    Args:
        url: The URL.
        library: The library that connects: "httpx" or "aiohttp".

    Raises:
        ConfigurationError: The proxy is no URL, or the library does not support it. The message names the variable.
    """
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    kind = parts.scheme if proxies.get(parts.scheme) else "all"
    value = proxies.get(kind)
    if not value:
        return None
    names = (f"{kind}_proxy", f"{kind.upper()}_PROXY")
    variable = next((name for name in names if os.environ.get(name) == value), "the proxy settings of the system")
    return _check(Secret(value if "://" in value else f"http://{value}"), variable, library)


def _check(url: Secret[str], variable: str, library: str) -> Proxy:
    """Return the proxy of a variable.

    Raises:
        ConfigurationError: Its URL is invalid, the library does not support its scheme, or a package is
            missing.
    """
    parts = _split(url)
    if parts is None:
        raise _invalid(variable)
    scheme, address = parts
    if scheme not in SCHEMES[library]:
        known = ", ".join(f"{one}://" for one in SCHEMES[library])
        raise ConfigurationError(f"{variable} is invalid: with transport={library!r} a proxy begins with {known}")
    if scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError(f"{variable} names a SOCKS proxy, which needs a package: pip install 'httpx[socks]'")
    return Proxy(url, variable, address)


def _split(url: Secret[str]) -> tuple[str, str] | None:
    """Return the scheme and the address, or None if it is no URL. It does not raise: a traceback would show the URL."""
    try:
        parts = urlsplit(url.reveal())
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if not host or not url.reveal().isprintable() or not (":" in host or HOST.fullmatch(host)):
        return None
    name = f"[{host}]" if ":" in host else host
    return parts.scheme, f"{name}:{port}" if port else name


def _invalid(variable: str) -> ConfigurationError:
    """Return the error of a variable, which does not show the URL: it may contain a password."""
    return ConfigurationError(f"{variable} is not the URL of a proxy, such as http://proxy.example:3128")
