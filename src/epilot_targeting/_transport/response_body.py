"""Read the body of a response under a size limit, and decompress it. A truncated body is detected."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator
from typing import TYPE_CHECKING, Any, NoReturn

from .._status_ranges import SUCCESS

if TYPE_CHECKING:
    from .attempt import Attempt

ANY_HEADER = 32 + zlib.MAX_WBITS  # gzip and zlib, detected by the first bytes
ENCODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True, "deflate": True}
"""The content encodings that are supported, and whether they are compressed."""
GZIP_START = b"\x1f"
EXCERPT = 8192  # bytes of a body that is too large, for the error
MAX_FAILURE = 2**20  # bytes that are read of the body of an error response
STEP = 65536  # bytes that are decompressed at a time


class TooLarge(Exception):
    """The body is larger than the limit."""


class BadEncoding(Exception):
    """The Content-Encoding is not supported, or the body does not match it."""


class Body:
    """The body of a response as far as it was read, also if the rest does not arrive."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        """Create an empty body. `read` checks its encoding and size, and raises BadEncoding or TooLarge.

        Args:
            encoding: The Content-Encoding of the response, in upper or lower case. Empty if there is none, or if
                the library has undone it.
            max_bytes: The largest number of bytes, on the wire and after decompression.
        """
        self._encoding = encoding.strip().lower()
        self._max_bytes = max_bytes
        self._received = 0
        self._decompressor: Any = None  # created on demand: it costs more than most bodies
        self._content = bytearray()  # not a list of chunks, which takes more memory if they are short

    @property
    def content(self) -> bytes:
        """The decompressed bytes that were read so far. Of a body that is too large, they are the first 8 KiB."""
        return bytes(self._content)

    async def read(self, chunks: AsyncIterable[bytes]) -> None:
        """Read the body to its end, and decompress it. `content` has what was read, also after an exception.

        An exception of `chunks` is raised. Call it once.

        Raises:
            TooLarge: The body is larger than the limit, compressed or not. At most one byte beyond the limit was
                decompressed.
            BadEncoding: The body is malformed, truncated, or in an unsupported encoding.
        """
        if self._encoding not in ENCODINGS:
            raise BadEncoding("its Content-Encoding is not supported")
        compressed = ENCODINGS[self._encoding]
        if compressed:
            self._decompressor = zlib.decompressobj(ANY_HEADER)
        async for chunk in chunks:
            self._received += len(chunk)
            if not compressed:
                self._append(chunk)
            elif self._received > self._max_bytes:
                self._reject()
            else:
                self._decompress(chunk)
        if compressed and self._received and not self._decompressor.eof:
            raise BadEncoding("the compressed body is truncated")

    def _append(self, part: bytes) -> None:
        """Add bytes of the decompressed body to the content.

        Raise TooLarge if it would be longer than `max_bytes`. The content is then the first 8 KiB of the body.
        """
        if len(self._content) + len(part) > self._max_bytes:
            self._reject(part)
        self._content += part

    def _reject(self, part: bytes = b"") -> NoReturn:
        """Append `part` to the content, cut that to its first `EXCERPT` (8,192) bytes, and raise TooLarge."""
        # Keep an excerpt: an error shows no more.
        self._content += part[:EXCERPT]
        del self._content[EXCERPT:]
        raise TooLarge

    def _decompress(self, chunk: bytes) -> None:
        """Decompress the next bytes of the body, a step at a time, and add them to the content.

        `read` calls this for a compressed body only. That the body is truncated is noticed there.

        Raises:
            TooLarge: The body exceeds the limit.
            BadEncoding: It is malformed, or other data follows it.
        """
        try:
            while chunk:
                if self._decompressor.eof:
                    chunk = chunk.lstrip(b"\0")  # a gzip body may be padded
                    if not chunk:
                        return
                    if self._encoding != "deflate" and chunk[:1] != GZIP_START:
                        raise BadEncoding("other data follows the compressed body")
                    self._decompressor = zlib.decompressobj(ANY_HEADER)  # a gzip body may have several members
                # One byte over the limit proves that the body is too large. Steps keep the copies small.
                self._append(self._decompressor.decompress(chunk, min(self._max_bytes - len(self._content) + 1, STEP)))
                chunk = self._decompressor.unused_data if self._decompressor.eof else self._decompressor.unconsumed_tail
        except zlib.error:
            raise BadEncoding("the compressed body is malformed") from None


async def read_body(attempt: Attempt, max_bytes: int, chunks: AsyncIterable[bytes], *, decoded: bool = False) -> None:
    """Read the body of a response into `attempt`: `content` and `complete`, or the fault and its reason.

    `content` is what was read, also after a fault. Of a body that is too large, it is the first 8 KiB. After a
    fault the rest of `chunks` is not read. An exception of `chunks` is raised.

    Args:
        attempt: Receives the content, or the fault. `record_head` has recorded its status and headers.
        max_bytes: The largest number of bytes of the body, before and after decompression. For a failure status the
            limit is at most 1 MiB.
        chunks: The body as it arrives.
        decoded: Whether the library has already undone the Content-Encoding. Default: False.
    """
    max_bytes = _limit(attempt, max_bytes)
    body = Body("" if decoded else attempt.headers.get("content-encoding", ""), max_bytes)
    try:
        await body.read(chunks)
        attempt.complete = True
    except TooLarge:
        attempt.fault, attempt.reason = "size", f"the response is larger than max_response_bytes ({max_bytes})"
    except BadEncoding as error:
        attempt.fault, attempt.reason = "encoding", str(error)
    finally:
        attempt.content = body.content


async def read_whole(attempt: Attempt, max_bytes: int, content: bytes, *, decoded: bool = False) -> None:
    """Read a response body that has arrived as a whole into `attempt`, as `read_body` does.

    A body that is too large, malformed, or in an unsupported encoding is a fault in `attempt`, and not raised.

    Args:
        attempt: Receives the content, or the fault. `record_head` has recorded its status and headers.
        max_bytes: The largest number of bytes of the body, before and after decompression. For a failure status
            the limit is at most 1 MiB.
        content: The body.
        decoded: Whether the library has already undone the Content-Encoding. Default: False.
    """
    if "content-encoding" in attempt.headers or len(content) > _limit(attempt, max_bytes):
        await read_body(attempt, max_bytes, _single_chunk(content), decoded=decoded)
    else:
        attempt.content, attempt.complete = content, True


def _limit(attempt: Attempt, max_bytes: int) -> int:
    """Return how many bytes of a response body may be read: `max_bytes`, but at most 1 MiB for a failure status.

    `attempt` has its status.
    """
    return max_bytes if attempt.status in SUCCESS else min(max_bytes, MAX_FAILURE)


async def _single_chunk(content: bytes) -> AsyncIterator[bytes]:
    """Yield a response body that has arrived as a whole, for `read_body`."""
    yield content
