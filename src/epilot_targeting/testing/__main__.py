"""Serve the fake: `python -m epilot_targeting.testing --port 8080`."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from contextlib import suppress

from . import FakeTargeting


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m epilot_targeting.testing", description="Serve a fake Targeting service."
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: loopback)")
    parser.add_argument("--port", type=int, default=8080, help="the port; 0 is a free one (default: 8080)")
    parser.add_argument("--token", help="the only good bearer token (default: any)")
    options = parser.parse_args(arguments)
    try:
        import uvicorn
    except ImportError:
        print('Serving needs uvicorn: pip install "epilot-targeting[testing]"', file=sys.stderr)
        return 1
    try:
        listener = socket.create_server((options.host, options.port))
    except OSError as error:
        print(f"Cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    with listener:
        print(f"The fake Targeting service listens on http://{options.host}:{listener.getsockname()[1]}", flush=True)
        config = uvicorn.Config(FakeTargeting(token=options.token).app, log_level="warning")
        # The server handles the signal, shuts down and raises it again.
        with suppress(KeyboardInterrupt):
            asyncio.run(uvicorn.Server(config).serve([listener]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
