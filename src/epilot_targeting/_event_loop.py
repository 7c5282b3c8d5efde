"""Find the event loop of asyncio that runs the caller.

In: the name of an operation. Out: the loop, or an error that names the operation.
May import: `errors`.
"""

from __future__ import annotations

import asyncio

from .errors import ConfigurationError


def running_loop(operation: str) -> asyncio.AbstractEventLoop:
    """Return the event loop of asyncio that runs the caller.

    `operation` is the name of an operation, for the message of the error.

    Raises:
        ConfigurationError: There is none, as under trio. The message names the operation.
    """
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        message = f"{operation}: epilot-targeting needs asyncio, and no asyncio event loop runs here"
        raise ConfigurationError(message) from None
