"""Serve the fake: `python -m epilot_targeting.testing --port 8080`."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import suppress
from functools import partial

from ..errors import ConfigurationError
from ._asgi import serve
from ._command import create_fake, parser, save_state


def main(arguments: list[str] | None = None) -> int:
    """Serve the fake until it is stopped. Return 0, or 1 if it cannot start.

    Args:
        arguments: The options of the command line. Default: those of the process.
    """
    commands = parser()
    options = commands.parse_args(arguments)
    try:
        fake = create_fake(options)
    except ConfigurationError as error:
        commands.error(str(error))
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
        # The server raises the signal again after the shutdown: SIGTERM then ends the process.
        app = serve(fake.handle, partial(save_state, fake, options.state))
        with suppress(KeyboardInterrupt):
            asyncio.run(uvicorn.Server(uvicorn.Config(app, log_level="warning")).serve([listener]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
