"""Read the body of a reply: whole, under a cap, and decompressed only in ways whose end can be told."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable
from typing import Any, NoReturn

ANY_HEADER = 32 + zlib.MAX_WBITS  # gzip and zlib, told apart by the first bytes
ENCODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True, "deflate": True}
"""What can be read, and whether it is compressed."""
START = 8192  # bytes that are kept of a body that is too large
STEP = 65536  # bytes that are decompressed at a time


class TooLarge(Exception):
    """The body is larger than the cap."""


class BadEncoding(Exception):
    """The body is not what its Content-Encoding says, or has one that can't be read."""


class Body:
    """What has been read of a body; the part is kept when the rest does not come."""

    def __init__(self, encoding: str, most: int) -> None:
        """Make an empty one.

        Args:
            encoding: The Content-Encoding; empty for none, and for what something else decodes.
            most: Bytes after decompression, and bytes on the wire, that are taken.
        """
        self._encoding = encoding.strip().lower()
        self._most = most
        self._came = 0
        self._member: Any = None  # made when it is needed: it costs more than most bodies
        self._kept = bytearray()  # not a list of parts: each would cost more than a short one holds

    @property
    def content(self) -> bytes:
        """The bytes so far."""
        return bytes(self._kept)

    async def read(self, chunks: AsyncIterable[bytes]) -> None:
        """Read it to its end.

        Raises:
            TooLarge: It passed the cap; no more than that was kept, or decompressed.
            BadEncoding: It can't be decompressed, or ends in the middle.
        """
        if self._encoding not in ENCODINGS:
            raise BadEncoding("its content encoding is none that was asked for")
        compressed = ENCODINGS[self._encoding]
        if compressed:
            self._member = zlib.decompressobj(ANY_HEADER)
        async for chunk in chunks:
            self._came += len(chunk)
            if not compressed:
                self._keep(chunk)
            elif self._came > self._most:
                self._refuse()
            else:
                self._decompress(chunk)
        if compressed and self._came and not self._member.eof:
            raise BadEncoding("the compressed body is cut")

    def _keep(self, part: bytes) -> None:
        if len(self._kept) + len(part) > self._most:
            self._refuse(part)
        self._kept += part

    def _refuse(self, part: bytes = b"") -> NoReturn:
        # The beginning is all that an error shows.
        self._kept += part[:START]
        del self._kept[START:]
        raise TooLarge

    def _decompress(self, chunk: bytes) -> None:
        try:
            while chunk:
                if self._member.eof:
                    self._member = zlib.decompressobj(ANY_HEADER)  # gzip may come in several
                # One byte more than fits is enough to know that it does not; in steps, since each is copied once more.
                self._keep(self._member.decompress(chunk, min(self._most - len(self._kept) + 1, STEP)))
                chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        except zlib.error:
            raise BadEncoding("the compressed body is broken") from None
