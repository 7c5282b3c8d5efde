"""Print versions, transports, certificates and proxies, and whether the service answers: `python -m epilot_targeting`.

No token is read or sent, and no password of a proxy is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import ssl
import sys
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from urllib.request import getproxies

from . import ApiError, ConfigurationError, RetryPolicy, TargetingClient, TargetingError, __version__, openapi
from ._config.proxy_url import split_proxy_url
from ._config.secret import Secret
from ._config.transport_options import TRANSPORTS, Transport

PACKAGES = ("httpx", "httpcore", "attrs", "httpx2", "aiohttp", "orjson", "pyarrow", "rich", "uvicorn")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
PLACEHOLDER = "no-token"
"""What is sent as the token: the client sends no request without one."""
SECONDS = 15.0
MEANINGS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "it refuses the placeholder that stands for the token, as expected",
    HTTPStatus.FORBIDDEN: "it refuses the placeholder that stands for the token, as expected",
    HTTPStatus.NOT_FOUND: "it has nothing at /v1, as expected; if your calls end with 404 too, check base_url",
    HTTPStatus.TOO_MANY_REQUESTS: "it limits the rate; wait, and run this again",
}
"""The meaning of a status for support, after the words that the host was reached."""
MEANINGS_BY_HUNDREDS = {
    2: "it accepts a placeholder as the token: another server may have responded; check base_url and proxies",
    3: "it redirects, which calls do not follow; check base_url and proxies",
    4: "it refuses the request; a proxy may have responded; check base_url and proxies",
    5: "the service, or a gateway or proxy in front of it, fails; try later, and report the time and the status",
}


def main(arguments: list[str] | None = None) -> int:
    """Print the lines of all checks, and return the exit code: 1 if a transport got no answer from the service, else 0.

    One request is sent by each transport, or none with `--offline`. `arguments` are those after the command. Default:
    those of the process. If one is unknown, or is `--help`, argparse raises SystemExit.
    """
    parser = argparse.ArgumentParser(
        prog="python -m epilot_targeting",
        description="Print versions, transports, certificates and proxies, and whether the service answers.",
        epilog="No token is read or sent, and no password of a proxy is printed.",
    )
    parser.add_argument("base_url", nargs="?", help="the URL of the service (default: that of the client)")
    parser.add_argument("--offline", action="store_true", help="send nothing")
    options = parser.parse_args(arguments)
    for line in (*versions(), *certificates(), *proxies()):
        print(line)
    if options.offline:
        return 0
    answers = [asyncio.run(ping(name, options.base_url)) for name in transports()]
    for _, line in answers:
        print(line)
    return 0 if all(reached for reached, _ in answers) else 1


def versions() -> Iterator[str]:
    """Yield lines with the versions of this package, Python, the system and the libraries, installed or not."""
    yield f"epilot-targeting {__version__} (API {openapi()['info']['version']})"
    yield f"Python {platform.python_version()}, {platform.platform()}, {ssl.OPENSSL_VERSION}"
    for name in PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name}: not installed"


def transports() -> Iterator[Transport]:
    """Yield the names of the transports whose library is installed."""
    for name in TRANSPORTS:
        with suppress(ConfigurationError):
            TargetingClient(transport=name)
            yield name


def certificates() -> Iterator[str]:
    """Yield lines about where the trusted certificates come from: the environment variables, or certifi."""
    found = {name: value for name in CERTIFICATES if (value := os.environ.get(name))}
    for name, value in found.items():
        missing = "" if any(map(os.path.exists, value.split(os.pathsep))) else " (there is no such file)"
        yield f"certificates: {name}={value}{missing}"
    if not found:
        yield f"certificates: those of certifi {version('certifi')}"


def proxies() -> Iterator[str]:
    """Yield a line for each proxy of the environment or the system, without user and password.

    The system counts only if no variable such as `HTTPS_PROXY` or `NO_PROXY` is set. The last line has the
    hosts that use no proxy. Without any proxy and such hosts, it is `proxies: none`.
    """
    found = getproxies()
    excluded = found.pop("no", "")
    for kind, url in sorted(found.items()):
        parts = split_proxy_url(Secret(url if "://" in url else f"http://{url}"))
        yield f"proxy for {kind}: " + ("the URL is invalid" if parts is None else "://".join(parts))
    yield f"no proxy for: {excluded}" if excluded else "no proxy for: loopback" if found else "proxies: none"


async def ping(transport: Transport, base_url: str | None) -> tuple[bool, str]:
    """Send one GET request by a new client, with a placeholder as the token.

    It waits at most `SECONDS` (15), and closes the client. Return whether the service answered, with any
    status, and the line to print. An error of the client is not raised: the line has its text.

    Args:
        transport: The name of the transport that sends the request.
        base_url: The URL of the service. None: the default of the client.
    """
    once = RetryPolicy(attempts=1)
    try:
        async with TargetingClient(
            PLACEHOLDER, base_url=base_url, transport=transport, deadline=SECONDS, retry=once
        ) as client:
            response = await client.request("GET", "/v1")
    except ApiError as error:
        return True, answer(transport, error.elapsed, error.status_code)
    except TargetingError as error:
        return False, f"{transport}: no answer: {error}"
    return True, answer(transport, response.elapsed, response.status_code)


def answer(transport: Transport, seconds: float, status: int) -> str:
    """Return the line about a response: transport, time, status, and what the status means.

    Args:
        transport: The transport that sent the request. The line begins with its name.
        seconds: How long the call took. The line has it in milliseconds.
        status: Any HTTP status. The line says that the host was reached, also if the status is unknown.
    """
    meaning = MEANINGS.get(status) or MEANINGS_BY_HUNDREDS.get(status // 100, "the status is unknown")
    return f"{transport}: answered in {seconds * 1000:.0f} ms: status {status}: the host was reached; {meaning}"


if __name__ == "__main__":
    sys.exit(main())
