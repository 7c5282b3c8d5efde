"""Check the URL of a proxy: that of the option `proxy`, or of an environment variable. No message shows it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from urllib.parse import urlsplit

from ..errors import ConfigurationError
from .secret import Secret

HOST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?")
SOCKS = ("socks5", "socks5h")
SCHEMES = {"httpx": ("http", "https", *SOCKS), "httpx2": ("http", "https", *SOCKS), "aiohttp": ("http", "https")}
"""The schemes of proxies that each library supports."""


def check_proxy_url(url: Secret[str], name: str, library: str) -> str:
    """Check the URL of a proxy. Return its address for messages: `host:port`, or `host` if the URL names no port.

    The address is in lower case, and an IPv6 host has brackets. Nothing is connected.

    Args:
        url: The URL, which may contain a password.
        name: The option or the environment variable that sets it, for the message of an error.
        library: The library that connects: "httpx", "httpx2" or "aiohttp".

    Raises:
        ConfigurationError: The URL is invalid, the library does not support its scheme, or the package socksio, which
            a SOCKS proxy needs, is not installed.
    """
    parts = split_proxy_url(url)
    if parts is None:
        raise invalid_proxy(name)
    scheme, address = parts
    if scheme not in SCHEMES[library]:
        known = ", ".join(f"{one}://" for one in SCHEMES[library])
        raise ConfigurationError(f"{name} is invalid: with transport={library!r} a proxy begins with {known}")
    if scheme in SOCKS and find_spec("socksio") is None:
        raise ConfigurationError(f"{name} names a SOCKS proxy, which needs a package: pip install '{library}[socks]'")
    return address


def invalid_proxy(name: str) -> ConfigurationError:
    """Return the error for an invalid URL of a proxy. `name` is the option or environment variable that sets it.

    The message does not show the URL, which may contain a password.
    """
    return ConfigurationError(f"{name} is not the URL of a proxy, such as http://proxy.example:3128")


def split_proxy_url(url: Secret[str]) -> tuple[str, str] | None:
    """Return the scheme of a proxy's URL and its address, `host:port` or `host`. Return None if the URL is invalid.

    Both are in lower case. The scheme is empty if the URL has none, and may be one that no library supports. An IPv6
    host has brackets. Nothing is raised: a traceback would show the URL.
    """
    try:
        parts = urlsplit(url.reveal())
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if not host or not url.reveal().isprintable() or " " in url.reveal() or not (":" in host or HOST.fullmatch(host)):
        return None
    name = f"[{host}]" if ":" in host else host
    return parts.scheme, f"{name}:{port}" if port else name
