"""One spelling of a base URL, and the addresses under it.

Libraries read unusual addresses in different ways. What two of them could read in two ways is refused.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from typing import NoReturn
from urllib.parse import unquote

from ..errors import ConfigurationError

BASE_URL = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[^/?#@\\:\[\]]+)(?::([0-9]*))?(/[^?#\\]*)?", re.IGNORECASE | re.ASCII
)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?\.?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
TARGET = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)*")
PORTS = {"http": 80, "https": 443}
LARGEST_PORT = 65535
DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)


def normalised(url: object) -> str:
    """Return a base URL in its one spelling: lower-case scheme and host, no default port, no slash at the end.

    Raises:
        ConfigurationError: It is no base URL, or could be read in more than one way.
    """
    match = BASE_URL.fullmatch(url) if isinstance(url, str) else None
    if match is None:
        _refuse("must be https://host[:port][/path], without credentials, query or fragment")
    scheme = match[1].lower()
    return f"{scheme}://{_host(match[2].lower())}{_port(match[3], scheme)}{_path(match[4] or '')}"


def address(base: str, target: str, operation: str) -> str:
    """Return the address of a path and query under a normalised base URL.

    Raises:
        ConfigurationError: The path is none, or would lead elsewhere. The token of a request goes to one origin only.
    """
    if not TARGET.fullmatch(target) or DOTS.search(target.partition("?")[0]):
        raise ConfigurationError(f"{operation}: its path does not lead to a place under base_url; nothing was sent")
    return base + target


def _host(host: str) -> str:
    if host.startswith("["):
        with suppress(ValueError):
            return f"[{ipaddress.IPv6Address(host[1:-1])}]"
        _refuse("has a host in brackets that is no IPv6 address")
    if not host.isascii():
        _refuse("has a host that is not ASCII: write it in its xn-- form")
    if not HOST.fullmatch(host) or ".." in host:
        _refuse("has a host that is no host name")
    if NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        with suppress(ValueError):
            return str(ipaddress.IPv4Address(host))
        _refuse("has a host that ends in a number, and is no IPv4 address of four decimal numbers")
    return host


def _port(port: str | None, scheme: str) -> str:
    if not port:
        return ""
    number = int(port) if len(port) <= len(str(LARGEST_PORT)) else 0
    if not 0 < number <= LARGEST_PORT:
        _refuse(f"has a port that is not from 1 to {LARGEST_PORT}")
    return "" if number == PORTS[scheme] else f":{number}"


def _path(path: str) -> str:
    segments = path.rstrip("/").split("/")[1:]
    for segment in segments:
        if not SEGMENT.fullmatch(segment):
            _refuse("has a path with an empty segment, or with a character that has to be percent-encoded")
        if DOTS.fullmatch(f"/{segment}") or not {"/", "\\"}.isdisjoint(unquote(segment)):
            _refuse("has a path with a segment of dots, or an encoded slash: it could lead elsewhere")
    return "".join(f"/{segment}" for segment in segments)


def _refuse(why: str) -> NoReturn:
    # The URL itself may hold a password.
    raise ConfigurationError(f"base_url {why}")
