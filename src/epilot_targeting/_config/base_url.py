"""Normalise `base_url`, and join request paths to it.

Libraries parse unusual URLs in different ways. A URL that two of them could parse differently is rejected.
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
MAX_LABEL = 63  # characters between two dots; looking up a longer one fails in Python itself
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
TARGET = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)*")
PORTS = {"http": 80, "https": 443}
LARGEST_PORT = 65535
VERSION = "v1"
"""The first segment of the path of each operation."""
DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)


def normalise_base_url(url: object) -> str:
    """Check the option `base_url`, and return it normalised.

    Scheme and host are in lower case, and the default port and a slash at the end are left out. `http` is accepted
    here: `check_scheme` decides whether it may be used.

    Raises:
        ConfigurationError: It is not a string, or the URL is invalid, or libraries could read it in different ways.
    """
    match = BASE_URL.fullmatch(url) if isinstance(url, str) else None
    if match is None:
        _reject("must be https://host[:port][/path], without credentials, query or fragment")
    scheme = match[1].lower()
    return f"{scheme}://{_host(match[2].lower())}{_port(match[3], scheme)}{_path(match[4] or '')}"


def join_url(base: str, target: str, operation: str) -> str:
    """Return the URL of a request: base URL, path and query.

    Args:
        base: The normalised base URL.
        target: The path and query of the request, percent-encoded. It begins with a slash.
        operation: The method name of the operation, for the message of an error.

    Raises:
        ConfigurationError: `target` is not percent-encoded or does not begin with a slash. Or its path has a
            segment `.` or `..`, also percent-encoded, which could lead out of the path of the base URL.
    """
    if not TARGET.fullmatch(target) or DOTS.search(target.partition("?")[0]):
        raise ConfigurationError(f"{operation}: its path does not lead to a URL under base_url; nothing was sent")
    return base + target


def _host(host: str) -> str:
    """Return the host of `base_url` as all libraries read it: an IP address in its shortest form, IPv6 in brackets.

    A host name is returned unchanged. `host` is in lower case, an IPv6 address in brackets.

    Raises:
        ConfigurationError: It is not a host name in ASCII, nor an IP address.
    """
    if host.startswith("["):
        with suppress(ValueError):
            return f"[{ipaddress.IPv6Address(host[1:-1])}]"
        _reject("has an invalid IPv6 address as its host")
    if not host.isascii():
        _reject("has a host that is not ASCII: write it in its xn-- form")
    if not HOST.fullmatch(host) or not all(0 < len(label) <= MAX_LABEL for label in host.removesuffix(".").split(".")):
        _reject("has an invalid host name")
    if NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        with suppress(ValueError):
            return str(ipaddress.IPv4Address(host))
        _reject("has an invalid IPv4 address as its host: write four decimal numbers")
    return host


def _port(port: str | None, scheme: str) -> str:
    """Return the port of `base_url`, such as `:8080`, or an empty string for none and for the default of the scheme.

    Args:
        port: Digits, or None or an empty string for no port.
        scheme: "http" or "https".

    Raises:
        ConfigurationError: The port is not between 1 and 65535.
    """
    if not port:
        return ""
    number = int(port) if len(port) <= len(str(LARGEST_PORT)) else 0
    if not 0 < number <= LARGEST_PORT:
        _reject(f"has an invalid port: use 1 to {LARGEST_PORT}")
    return "" if number == PORTS[scheme] else f":{number}"


def _path(path: str) -> str:
    """Return the path of `base_url` without slashes at its end. Return an empty string if nothing is left.

    Raises:
        ConfigurationError: A segment is empty, is `.` or `..`, also percent-encoded, has an encoded slash or
            backslash, or a character that must be percent-encoded. Or the last one is `v1`, with which the path
            of each operation begins.
    """
    segments = path.rstrip("/").split("/")[1:]
    for segment in segments:
        if not SEGMENT.fullmatch(segment):
            _reject("has a path with an empty segment, or with a character that must be percent-encoded")
        if DOTS.fullmatch(f"/{segment}") or not {"/", "\\"}.isdisjoint(unquote(segment)):
            _reject("has a path with a segment of dots or an encoded slash: it could lead elsewhere")
    if segments and segments[-1] == VERSION:
        _reject(f"ends in /{VERSION}: leave it out, because the path of each operation begins with it")
    return "".join(f"/{segment}" for segment in segments)


def _reject(why: str) -> NoReturn:
    """Raise ConfigurationError with the message `base_url`, a space, and `why`, such as "has an invalid host name".

    `why` must not quote the URL, which may hold a password.
    """
    raise ConfigurationError(f"base_url {why}")
