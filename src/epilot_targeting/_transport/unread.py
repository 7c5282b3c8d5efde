"""Find out whether a connection holds more than the response that was read: it would answer the next request.

Neither httpx nor httpcore can be asked. This module alone looks into their private parts, and those of anyio; where
they are not as known here, nothing is found.
"""

from __future__ import annotations

from typing import Any


def holds_more(response: Any) -> bool:
    """Return whether anything has arrived on the connection of a response that was read to its end."""
    network = response.extensions.get("network_stream")
    if network is None:
        return False
    parser = _parser(response.stream)
    if parser is None:
        return False
    return bool(parser.trailing_data[0] or (network.unread if hasattr(network, "unread") else _is_queued(network)))


def _parser(stream: Any) -> Any:
    """Return h11's state of the connection, or None where there is none, as with HTTP/2 or a mocked transport."""
    while True:
        inner = getattr(stream, "_stream", None) or getattr(stream, "_httpcore_stream", None)
        if inner is None:
            return getattr(getattr(stream, "_connection", None), "_h11_state", None)
        stream = inner


def _is_queued(network: Any) -> bool:
    """Return whether anyio's streams hold received bytes: of TLS records, or in the queue of a socket."""
    stream: Any = getattr(network, "_stream", None)
    while (inner := getattr(stream, "transport_stream", None)) is not None:
        if stream._read_bio.pending or stream._ssl_object.pending():
            return True
        stream = inner
    return bool(getattr(getattr(stream, "_protocol", None), "read_queue", None))
