"""Decrypt what has arrived on a failed TLS connection of asyncio. Only this module uses private parts of asyncio.

If a version of asyncio lacks them, or with another event loop, nothing is decrypted.
"""

from __future__ import annotations

import ssl
from typing import Any

from .socket_state import read_rest

STEP = 64 * 1024  # bytes that are decrypted at a time


class TlsRest:
    """The bytes that a TLS connection had received when it failed, and that the event loop did not read."""

    def __init__(self, transport: Any) -> None:
        """Watch a TLS transport of asyncio, to read the rest of its socket if the connection fails.

        The rest are bytes that have arrived, and that the event loop has not read. `decrypt` returns them. The
        watch ends with the connection. Watch nothing if this version of asyncio, or another event loop, lacks the
        private attributes for it.
        """
        self._received = b""
        protocol: Any = getattr(transport, "_ssl_protocol", None)
        self._protocol: Any = protocol
        self._object = transport.get_extra_info("ssl_object")
        if hasattr(protocol, "_incoming"):
            # asyncio closes the socket before it calls the application's `connection_lost`.
            protocol.connection_lost = self._connection_lost

    def decrypt(self) -> tuple[bytes, Exception | None]:
        """Return the decrypted bytes that the event loop had not read when the connection was lost.

        With them, return the TLS error that follows, such as an alert of the server, or None. No error is raised. Call
        it once, after the connection was lost. The result is `(b"", None)` if there is nothing to decrypt, and always
        if `__init__` could not watch the transport.
        """
        parts: list[bytes] = []
        if self._received:
            self._protocol._incoming.write(self._received)
            try:
                while part := self._object.read(STEP):
                    parts.append(part)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError as error:
                return b"".join(parts), error
        return b"".join(parts), None

    def _connection_lost(self, error: Exception | None) -> None:
        """Read what is left in the socket, for `decrypt`, if the connection was lost with an error.

        Then call `connection_lost` of asyncio's TLS protocol, which `__init__` has replaced by this method. asyncio
        calls this, once. `error` is None if the connection was closed without an error.
        """
        protocol = self._protocol
        del protocol.connection_lost
        if error is not None:
            self._received = read_rest(protocol._transport)
        protocol.connection_lost(error)
