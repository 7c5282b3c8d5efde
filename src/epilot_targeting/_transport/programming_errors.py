"""Distinguish programming errors from network errors: a bug is raised unchanged, not as a `TransportError`."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .attempt import Attempt

BUGS = (TypeError, AttributeError, NameError, AssertionError)
"""Exceptions of bugs. All others of an attempt are network errors: I/O, protocol, TLS, a closed client, a hook."""
LIBRARIES = frozenset(
    {"httpx", "httpcore", "httpx2", "httpcore2", "aiohttp", "anyio", "asyncio", "ssl", "h11", "h2", "socksio"}
)
"""Libraries that raise BUGS if a connection is lost at an unlucky moment. From these they are network errors."""


def is_programming_error(error: Exception, attempt: Attempt) -> bool:
    """Return whether an exception is a bug of this package or of the caller, or an unsupported library version.

    The innermost frame decides: in a frame of an HTTP library it is a network error.
    """
    if isinstance(error, ConfigurationError):
        return not attempt.submitted  # raised by a self-test, not by the caller's transport
    if not isinstance(error, BUGS):
        return False
    modules = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(error.__traceback__)]
    return modules[-1].partition(".")[0] not in LIBRARIES
