"""Detect data beyond the response on a connection of a caller's client: it would be read as the next response.

This uses private parts of httpx, httpcore and anyio, which offer no other way. If a version lacks them, nothing is
detected, as in those libraries themselves.
"""

from __future__ import annotations

from typing import Any


def has_data_after(response: Any) -> bool:
    """Return whether data has arrived beyond the end of an httpx response that was read completely.

    The caller must then close the connection. Return False if the installed libraries do not show it.
    """
    network = response.extensions.get("network_stream")
    if network is None:
        return False
    parser = _parser(response.stream)
    if parser is None:
        return False
    return bool(
        parser.trailing_data[0] or (network.has_unread if hasattr(network, "has_unread") else _is_queued(network))
    )


def _parser(stream: Any) -> Any:
    """Return the h11 connection whose response an httpx response stream reads: it has the bytes beyond the response.

    Return None if it has none, as with HTTP/2 or a mocked transport.
    """
    while True:
        inner = getattr(stream, "_stream", None) or getattr(stream, "_httpcore_stream", None)
        if inner is None:
            return getattr(getattr(stream, "_connection", None), "_h11_state", None)
        stream = inner


def _is_queued(network: Any) -> bool:
    """Return whether anyio has received bytes that were not read, in a TLS buffer or the queue of a socket.

    `network` is httpcore's network stream for anyio. Return False if it has no queue that can be read.
    """
    stream: Any = getattr(network, "_stream", None)
    while (inner := getattr(stream, "transport_stream", None)) is not None:
        if stream._read_bio.pending or stream._ssl_object.pending():
            return True
        stream = inner
    return bool(getattr(getattr(stream, "_protocol", None), "read_queue", None))
