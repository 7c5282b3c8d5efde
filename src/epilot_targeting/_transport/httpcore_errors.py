"""The exceptions that network streams raise for httpcore, or for httpcore2: each knows its own classes only."""

from __future__ import annotations

from typing import Any, NamedTuple


class HttpcoreErrors(NamedTuple):
    """The exceptions that a stream raises: those of httpcore or httpcore2, or `OWN_ERRORS` without either.

    Attributes:
        early_response: A write takes too long, and the server has already sent something. It is a write error, after
            which httpcore reads the response.
    """

    connect: type[Exception]
    connect_timeout: type[Exception]
    read: type[Exception]
    read_timeout: type[Exception]
    write: type[Exception]
    write_timeout: type[Exception]
    early_response: type[Exception]
    protocol: type[Exception]


def httpcore_errors(core: Any) -> HttpcoreErrors:
    """Return the exceptions that network streams raise for `core`, the module httpcore or httpcore2."""
    early_response = type("EarlyResponse", (core.WriteError,), {})
    return HttpcoreErrors(
        core.ConnectError,
        core.ConnectTimeout,
        core.ReadError,
        core.ReadTimeout,
        core.WriteError,
        core.WriteTimeout,
        early_response,
        core.RemoteProtocolError,
    )
