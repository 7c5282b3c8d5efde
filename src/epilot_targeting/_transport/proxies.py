"""Find and check the proxy of a connection: the option `proxy`, or that of the environment variables."""

from __future__ import annotations

import ipaddress
import os
import sys
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from .._config.allow_http import LOOPBACK
from .._config.base_url import PORTS
from .._config.proxy_url import check_proxy_url, invalid_proxy
from .._config.secret import Secret

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from ..errors import ConfigurationError


OPTION = "the option `proxy`"
"""What names a proxy that no environment variable does."""


SYSTEM_PROXIES = ("darwin", "win32", "cygwin")
"""Platforms whose settings may name a proxy too."""


class Proxy(NamedTuple):
    """A proxy.

    Attributes:
        url: Its URL, which may contain a password.
        variable: What sets it: the option, an environment variable, or the settings of the system.
        address: Its host, and its port if the URL names one, for messages. An IPv6 address has brackets.
    """

    url: Secret[str]
    variable: str
    address: str

    def __str__(self) -> str:
        """Return `the proxy … of …`: its address without credentials, and what sets it.

        That is the option, an environment variable, or the settings of the system.
        """
        return f"the proxy {self.address} of {self.variable}"

    @property
    def is_secure(self) -> bool:
        """Whether the connection to the proxy itself uses TLS."""
        return self.url.reveal().lower().startswith("https:")

    def invalid(self) -> ConfigurationError:
        """Return the error for a proxy whose URL is invalid.

        It names the option or variable, and does not show the URL.
        """
        return invalid_proxy(self.variable)

    def credentials(self) -> list[str]:
        """Return the secret texts of the URL, for `hide_secrets`; empty if there is none.

        They are the password, or a user name without one, as written and decoded, and the Basic credentials that are
        sent.
        """
        parts = urlsplit(self.url.reveal())
        secret = parts.password or parts.username  # some proxies take a key as the user name
        if not secret:
            return []
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return [secret, unquote(secret), b64encode(f"{user}:{password}".encode()).decode()]


def find_proxy(settings: ConnectionSettings) -> Proxy | None:
    """Return the proxy of a connection, or None if it uses none.

    The option `proxy` comes before the environment variables and the settings of the system. NO_PROXY holds
    only for the latter two. A connection to `localhost`, `127.0.0.1` or `::1` never uses a proxy, not even that
    of the option: `localhost` would be the machine of the proxy.

    Raises:
        ConfigurationError: The URL of the proxy is invalid, the library of `settings.transport` does not
            support its scheme, or a SOCKS proxy needs the package socksio. The message names what sets the
            proxy.
    """
    parts = urlsplit(settings.base_url)
    if parts.hostname in LOOPBACK:
        return None
    if settings.proxy is not None:
        return Proxy(settings.proxy, OPTION, check_proxy_url(settings.proxy, "proxy", settings.transport))
    if not _may_have_proxies():
        return None
    from urllib.request import getproxies

    if is_excluded(parts.hostname or "", parts.port or PORTS[parts.scheme]):
        return None
    proxies = getproxies()
    kind = parts.scheme if proxies.get(parts.scheme) else "all"
    value = proxies.get(kind)
    if not value:
        return None
    names = (f"{kind}_proxy", f"{kind.upper()}_PROXY")
    variable = next((name for name in names if os.environ.get(name) == value), "the proxy settings of the system")
    url = Secret(value if "://" in value else f"http://{value}")
    return Proxy(url, variable, check_proxy_url(url, variable, settings.transport))


def _may_have_proxies() -> bool:
    """Return whether an environment variable or the system may name a proxy, before `find_proxy` looks for one.

    To look them up takes as long as ten requests.
    """
    return sys.platform in SYSTEM_PROXIES or any(name.lower().endswith("_proxy") for name in os.environ)


def is_excluded(host: str, port: int) -> bool:
    """Return whether NO_PROXY, or the system, excludes a host and port from proxies.

    An entry of NO_PROXY is `*`, a host or domain with or without a dot in front, either of them with a port, an IP
    address, or a network such as 10.0.0.0/8. Host names are not resolved: a network excludes URLs with an IP address.
    `host` is a name, or an IP address without brackets.
    """
    from urllib.request import getproxies, proxy_bypass

    if proxy_bypass(f"{host}:{port}"):
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return any(address in network for network in map(_network, getproxies().get("no", "").split(",")) if network)
    return False


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return the network, such as 10.0.0.0/8, that an entry of NO_PROXY names. An IP address is a network of one.

    Return None for any other entry, such as a host name.
    """
    with suppress(ValueError):
        return ipaddress.ip_network(entry.strip().strip("[]"), strict=False)
    return None
