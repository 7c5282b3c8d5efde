"""The exceptions of connections that are opened without an HTTP library. They have the names of httpcore's."""

from __future__ import annotations

from .httpcore_errors import HttpcoreErrors


def _own_error(name: str) -> type[Exception]:
    """Return a new subclass of Exception that has the name of one of httpcore's exceptions.

    It is no subclass of that exception. `record_error` decides by the name whether anything was sent.
    """
    return type(name, (Exception,), {"__module__": __name__})


_WRITE_ERROR = _own_error("WriteError")
OWN_ERRORS = HttpcoreErrors(
    connect=_own_error("ConnectError"),
    connect_timeout=_own_error("ConnectTimeout"),
    read=_own_error("ReadError"),
    read_timeout=_own_error("ReadTimeout"),
    write=_WRITE_ERROR,
    write_timeout=_own_error("WriteTimeout"),
    early_response=type("EarlyResponse", (_WRITE_ERROR,), {}),
    protocol=_own_error("RemoteProtocolError"),
)
