"""Follow the boundaries of TLS records: OpenSSL does not show whether it has part of a record."""

from __future__ import annotations

HEADER = 5  # bytes: the type, the version, and two for the length (RFC 8446, 5.1)


class RecordBoundaries:
    """Follows the bytes of a TLS connection, and knows whether they end with a whole record."""

    def __init__(self) -> None:
        """Start at the boundary before the first record."""
        self._header = b""
        self._left = 0  # bytes of the current record that have not arrived

    @property
    def is_whole(self) -> bool:
        """Whether the bytes so far end with a whole TLS record. It is True before the first byte."""
        return not self._left and not self._header

    def feed(self, data: bytes) -> None:
        """Take the next bytes that have arrived on the TLS connection, still encrypted."""
        position = 0
        while position < len(data):
            if self._left:
                step = min(self._left, len(data) - position)
                self._left -= step
            else:
                step = min(HEADER - len(self._header), len(data) - position)
                self._header += data[position : position + step]
                if len(self._header) == HEADER:
                    self._left, self._header = int.from_bytes(self._header[3:]), b""
            position += step
