"""Responses that the hostile service breaks: it closes the connection after each incomplete one."""

from __future__ import annotations

import asyncio
import gzip

from torture.wire import Fault, ResponseWriter, into

BREAKS: dict[str, Fault] = {}
fault = into(BREAKS)
GZIP = "content-encoding: gzip"
CHUNKED = "transfer-encoding: chunked"
JSON = "content-type: application/json"

# --- instead of a head ---


@fault
async def eof_fresh(response: ResponseWriter) -> None:
    """Close."""


@fault
async def eof_reused(response: ResponseWriter) -> None:
    """Close; the caller has warmed the connection before."""


@fault
async def reset_before_head(response: ResponseWriter) -> None:
    """Reset."""
    response.reset()


@fault
async def read_timeout(response: ResponseWriter) -> None:
    """Say nothing."""
    await response.hold()


@fault
async def garbage(response: ResponseWriter) -> None:
    """Speak no HTTP, and say the token again: parsers like to quote."""
    await response.write(f"{response.token}\r\n\r\n".encode())


@fault
async def half_status_line(response: ResponseWriter) -> None:
    """Stop inside the status line."""
    await response.write(b"HTTP/1.1 20")


@fault
async def huge_headers(response: ResponseWriter) -> None:
    """Send a head of 256 KB: so large that no reader has it whole before it has too much."""
    await response.head(*(f"x-huge-{number}: {response.token}{'x' * 1000}" for number in range(256)))
    await response.hold()


@fault
async def two_content_lengths(response: ResponseWriter) -> None:
    """Send two lengths."""
    await response.head("content-length: 2", "content-length: 3")
    await response.write(b"{} ")


# --- a head, and then ---


@fault
async def short_content_length(response: ResponseWriter) -> None:
    """Close before the promised end."""
    await response.head(JSON, "content-length: 5000")
    await response.write(response.good.bytes())


@fault
async def cut_chunk(response: ResponseWriter) -> None:
    """Close inside a chunk."""
    await response.head(JSON, CHUNKED)
    await response.write(b"fff\r\n" + response.good.bytes())


@fault
async def body_reset(response: ResponseWriter) -> None:
    """Reset inside the body."""
    await response.head(JSON, "content-length: 5000")
    await response.write(response.good.bytes())
    response.reset()


@fault
async def cut_at_eof(response: ResponseWriter) -> None:
    """Let the end of the connection be the end of a body, too early: only the JSON tells."""
    await response.head("content-type: application/json", "connection: close")
    await response.write(response.good.bytes()[:-1])


@fault
async def body_stall(response: ResponseWriter) -> None:
    """Say nothing more inside the body."""
    await response.head(JSON, "content-length: 5000")
    await response.write(response.good.bytes())
    await response.hold()


@fault
async def drip(response: ResponseWriter) -> None:
    """Send a byte every 20 ms, for ever."""
    await response.head(JSON, CHUNKED)
    while not response.closing.is_set():
        await response.write(b"1\r\n \r\n")
        await asyncio.sleep(0.02)


@fault
async def bad_gzip(response: ResponseWriter) -> None:
    """Call something gzip that is none."""
    await response.answer(response.good.bytes(), GZIP)


@fault
async def cut_gzip(response: ResponseWriter) -> None:
    """Send a gzip stream without its end, with the length of what is left: the JSON inside is whole."""
    packed = gzip.compress(response.good.bytes())
    await response.answer(packed[:-4], GZIP)


@fault
async def gzip_bomb(response: ResponseWriter) -> None:
    """Send 8 KB that become 8 MB."""
    await response.answer(gzip.compress(response.token.encode() + b" " * 2**23), GZIP)


@fault
async def chained_encoding(response: ResponseWriter) -> None:
    """Pack twice: whoever unpacks all of it can be made to unpack anything."""
    await response.answer(gzip.compress(gzip.compress(response.good.bytes())), "content-encoding: gzip, gzip")
