"""Read the head and the body of a response into an attempt, whichever library received them."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from typing import TYPE_CHECKING

from .._status_ranges import SUCCESS
from .body import BadEncoding, Body, TooLarge

if TYPE_CHECKING:
    from .attempt import Attempt
    from .response_head import Head

MAX_FAILURE = 2**20  # bytes that are read of the body of an error response


def read_head(attempt: Attempt, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Record the status and the headers in `attempt`: repeated ones joined by commas, cookies left out."""
    received: dict[str, str] = {}
    for key, value in headers:
        name, text = key.decode("latin-1").lower(), _text(value)
        received[name] = f"{received[name]}, {text}" if name in received else text
    received.pop("set-cookie", None)
    attempt.media_type = media_type(received)
    attempt.headers, attempt.sent, attempt.status = received, True, status


def record_head(attempt: Attempt, head: Head) -> None:
    """Record the head of a usual response in `attempt`."""
    attempt.status, attempt.headers, attempt.media_type = head.status, head.headers, media_type(head.headers)


def media_type(headers: Mapping[str, str]) -> str:
    """Return the media type of a response in lower case, without parameters; empty if it has none."""
    return headers.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()


def largest_body(status: int | None, max_bytes: int) -> int:
    """Return the largest number of bytes that are read of the body of a response with this status."""
    return max_bytes if status in SUCCESS else min(max_bytes, MAX_FAILURE)


def _text(value: bytes) -> str:
    """Decode a header as UTF-8, or as Latin-1 if it is not."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def read_whole(attempt: Attempt, max_bytes: int, content: bytes, *, decoded: bool = False) -> None:
    """Read a body that has arrived as a whole into `attempt`, as `read_body` does."""
    if "content-encoding" in attempt.headers or len(content) > largest_body(attempt.status, max_bytes):
        await read_body(attempt, max_bytes, _single_chunk(content), decoded=decoded)
    else:
        attempt.content, attempt.complete = content, True


async def _single_chunk(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def read_body(attempt: Attempt, max_bytes: int, chunks: AsyncIterable[bytes], *, decoded: bool = False) -> None:
    """Read the body of a response into `attempt`.

    Args:
        attempt: Receives the content, or the fault.
        max_bytes: The largest number of bytes of the body.
        chunks: The body as it arrives.
        decoded: Whether the library has already undone the Content-Encoding. Default: False.
    """
    max_bytes = largest_body(attempt.status, max_bytes)
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
