"""Run proxy.py, a proxy that others use, in a process of its own until its input ends.

It prints its port, and then one line for each request: the method and the host. Each host name leads to loopback.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from proxy import Proxy
from proxy.http.proxy import HttpProxyBasePlugin

OPTIONS = ("--hostname", "127.0.0.1", "--port", "0", "--num-acceptors", "1", "--num-workers", "1", "--log-level", "e")
NAME = "facade.proxy_server.Loopback"
CREDENTIALS = "user:secret-password"


class Loopback(HttpProxyBasePlugin):
    """Names lead to loopback, and each request is printed."""

    def resolve_dns(self, host: str, port: int) -> tuple[str, None]:
        """Return the address of a host."""
        del host, port
        return "127.0.0.1", None

    def before_upstream_connection(self, request: Any) -> Any:
        """Print a request that the proxy accepted."""
        print(request.method.decode(), request.host.decode(), flush=True)
        return request


class RealProxy:
    """The proxy as a process, until the block ends.

    Attributes:
        address: Its host and port.
    """

    def __init__(self, *options: str) -> None:
        """Start it, and wait until it listens."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "facade.proxy_server", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        assert self._process.stdout is not None
        self._output = self._process.stdout
        self.address = f"127.0.0.1:{int(self._output.readline())}"
        os.set_blocking(self._output.fileno(), False)

    def __enter__(self) -> RealProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def seen(self) -> list[str]:
        """Return the requests that it accepted since the last time. It prints each before it connects."""
        return (self._output.read() or b"").decode().splitlines()


def main() -> None:
    """Serve until the input ends."""
    with Proxy([*OPTIONS, "--plugins", NAME, "--basic-auth", CREDENTIALS, *sys.argv[1:]]) as proxy:
        print(proxy.flags.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
