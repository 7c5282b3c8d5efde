"""Classify the exception of an attempt: a bug, a timeout, certainly not sent, or perhaps sent.

A bug is raised unchanged, not as a `TransportError`. Anything else is recorded in the attempt.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from .._tracebacks import error_chain
from ..errors import ClientClosedError, ConfigurationError
from .attempt import UnexpectedData

if TYPE_CHECKING:
    from .attempt import Attempt, Limit

BUGS = (TypeError, AttributeError, NameError, AssertionError)
"""Exceptions of bugs. All others of an attempt are network errors: I/O, protocol, TLS, a closed client, a hook."""
LIBRARIES = frozenset(
    {"httpx", "httpcore", "httpx2", "httpcore2", "aiohttp", "anyio", "asyncio", "ssl", "h11", "h2", "socksio"}
)
"""Libraries that raise BUGS if a connection is lost at an unlucky moment. From these they are network errors."""
NEVER_SENT = frozenset(
    {
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
        "InvalidURL",
    }
)
"""The names of exceptions which prove that nothing was sent. httpx2 has other classes with the same names."""
TRUSTED_LIBRARIES = frozenset(
    {"builtins", "socket", "ssl", "asyncio", "anyio", "httpx", "httpcore", "httpx2", "httpcore2", "epilot_targeting"}
)
"""Libraries whose NEVER_SENT exceptions are trusted. Other transports raise them for broken connections too."""
MAYBE_SENT = frozenset({"ReadError", "WriteError", "ReadTimeout", "WriteTimeout", "RemoteProtocolError", "CloseError"})
"""The names of causes which show that a transport with its own retries had sent something earlier."""
LIMITS: dict[str, Limit] = {
    "ConnectTimeout": "connect",
    "ReadTimeout": "read",
    "WriteTimeout": "write",
    "PoolTimeout": "pool",
    "ConnectionTimeoutError": "connect",
    "SocketTimeoutError": "read",
}


def is_raised_unchanged(error: Exception, attempt: Attempt) -> bool:
    """Return whether `send_once` raises an attempt's exception unchanged, and does not record it as a network error.

    It raises a ConfigurationError or ClientClosedError, unless the transport has the request already (`submitted`). It
    raises an exception of a type in BUGS, unless its innermost frame is in one of LIBRARIES. It raises no others.
    """
    if isinstance(error, ConfigurationError | ClientClosedError):
        return not attempt.submitted  # raised by a self-test, not by the caller's transport
    if not isinstance(error, BUGS):
        return False
    modules = [str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(error.__traceback__)]
    return modules[-1].partition(".")[0] not in LIBRARIES


def record_error(attempt: Attempt, error: Exception, handled: BaseException | None = None) -> None:
    """Record the exception of an attempt in it: `fault`, `limit`, `reason`, `sent` and `submitted`.

    The caller has raised those for which `is_raised_unchanged` is True. Afterwards `sent` is False only if certainly
    nothing was sent, by the exception or by the progress that the attempt had recorded. `submitted` is False.

    Args:
        attempt: The attempt.
        error: The exception.
        handled: An exception that the program handled before the attempt: it says nothing of it. Default: none.
    """
    if isinstance(error, UnexpectedData):
        attempt.fault, attempt.sent, attempt.submitted = "connection", False, False
        attempt.reason = "the connection was closed, or unexpected data arrived on it, before the request was sent"
        return
    names = [kind.__name__ for kind in type(error).__mro__]
    limits: list[Limit] = [LIMITS[name] for name in names if name in LIMITS]
    attempt.limit = attempt.limit or (limits[0] if limits else "")
    attempt.fault = "timeout" if attempt.limit else "connection"
    attempt.reason = f"the {attempt.limit} timeout passed" if attempt.limit else names[0]
    reported = attempt.started or (bool(NEVER_SENT.intersection(names)) and _is_trusted(error, handled))
    never_sent = not attempt.sent and (reported or not attempt.submitted)
    attempt.sent, attempt.submitted = not never_sent, False  # without a report, it may have been sent


def _is_trusted(error: Exception, handled: BaseException | None) -> bool:
    """Return whether an exception of NEVER_SENT can be trusted to mean that nothing was sent.

    It can if it and all its causes and contexts are of TRUSTED_LIBRARIES, and none of them is of MAYBE_SENT. `handled`,
    an exception that the program handled before, does not count.
    """
    kinds = [type(one) for one in error_chain(error, handled)]
    return all(
        kind.__module__.partition(".")[0] in TRUSTED_LIBRARIES and kind.__name__ not in MAYBE_SENT for kind in kinds
    )
