"""Read the head and the body of a response into an attempt, whichever library received them."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING

from .._status_ranges import SUCCESS
from .body import BadEncoding, Body, TooLarge

if TYPE_CHECKING:
    from .attempt import Attempt

MAX_FAILURE = 2**20  # bytes that are read of the body of an error response


def read_head(attempt: Attempt, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Record the status and the headers in `attempt`: repeated ones joined by commas, cookies left out."""
    received: dict[str, str] = {}
    for key, value in headers:
        name, text = key.decode("latin-1").lower(), _text(value)
        received[name] = f"{received[name]}, {text}" if name in received else text
    received.pop("set-cookie", None)
    attempt.media_type = received.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()
    attempt.headers, attempt.sent, attempt.status = received, True, status


def _text(value: bytes) -> str:
    """Decode a header as UTF-8, or as Latin-1 if it is not."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def read_body(attempt: Attempt, max_bytes: int, chunks: AsyncIterable[bytes], *, decoded: bool = False) -> None:
    """Read the body of a response into `attempt`.

    Args:
        attempt: Receives the content, or the fault.
        max_bytes: The largest number of bytes of the body.
        chunks: The body as it arrives.
        decoded: Whether the library has already undone the Content-Encoding. Default: False.
    """
    if attempt.status not in SUCCESS:
        max_bytes = min(max_bytes, MAX_FAILURE)
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
