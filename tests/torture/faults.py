"""Exchanges that the hostile server breaks: the connection is closed after each that was not answered whole."""

from __future__ import annotations

import asyncio
import gzip

from torture.wire import Exchange, Fault, into

BREAKS: dict[str, Fault] = {}
fault = into(BREAKS)
GZIP = "content-encoding: gzip"
CHUNKED = "transfer-encoding: chunked"
JSON = "content-type: application/json"

# --- instead of a head ---


@fault
async def eof_fresh(exchange: Exchange) -> None:
    """Close."""


@fault
async def eof_reused(exchange: Exchange) -> None:
    """Close; the caller has warmed the connection before."""


@fault
async def reset_before_head(exchange: Exchange) -> None:
    """Reset."""
    exchange.reset()


@fault
async def read_timeout(exchange: Exchange) -> None:
    """Say nothing."""
    await exchange.hold()


@fault
async def garbage(exchange: Exchange) -> None:
    """Speak no HTTP, and say the token again: parsers like to quote."""
    await exchange.write(f"{exchange.token}\r\n\r\n".encode())


@fault
async def half_status_line(exchange: Exchange) -> None:
    """Stop inside the status line."""
    await exchange.write(b"HTTP/1.1 20")


@fault
async def huge_headers(exchange: Exchange) -> None:
    """Send a head of 256 KB: so large that no reader has it whole before it has too much."""
    await exchange.head(*(f"x-huge-{number}: {exchange.token}{'x' * 1000}" for number in range(256)))
    await exchange.hold()


@fault
async def two_content_lengths(exchange: Exchange) -> None:
    """Send two lengths."""
    await exchange.head("content-length: 2", "content-length: 3")
    await exchange.write(b"{} ")


# --- a head, and then ---


@fault
async def short_content_length(exchange: Exchange) -> None:
    """Close before the promised end."""
    await exchange.head(JSON, "content-length: 5000")
    await exchange.write(exchange.good.bytes())


@fault
async def cut_chunk(exchange: Exchange) -> None:
    """Close inside a chunk."""
    await exchange.head(JSON, CHUNKED)
    await exchange.write(b"fff\r\n" + exchange.good.bytes())


@fault
async def body_reset(exchange: Exchange) -> None:
    """Reset inside the body."""
    await exchange.head(JSON, "content-length: 5000")
    await exchange.write(exchange.good.bytes())
    exchange.reset()


@fault
async def cut_at_eof(exchange: Exchange) -> None:
    """Let the end of the connection be the end of a body, too early: only the JSON tells."""
    await exchange.head("content-type: application/json", "connection: close")
    await exchange.write(exchange.good.bytes()[:-1])


@fault
async def body_stall(exchange: Exchange) -> None:
    """Say nothing more inside the body."""
    await exchange.head(JSON, "content-length: 5000")
    await exchange.write(exchange.good.bytes())
    await exchange.hold()


@fault
async def drip(exchange: Exchange) -> None:
    """Send a byte every 20 ms, for ever."""
    await exchange.head(JSON, CHUNKED)
    while not exchange.closing.is_set():
        await exchange.write(b"1\r\n \r\n")
        await asyncio.sleep(0.02)


@fault
async def bad_gzip(exchange: Exchange) -> None:
    """Call something gzip that is none."""
    await exchange.answer(exchange.good.bytes(), GZIP)


@fault
async def cut_gzip(exchange: Exchange) -> None:
    """Send a gzip stream without its end, with the length of what is left: the JSON inside is whole."""
    packed = gzip.compress(exchange.good.bytes())
    await exchange.answer(packed[:-4], GZIP)


@fault
async def gzip_bomb(exchange: Exchange) -> None:
    """Send 8 KB that become 8 MB."""
    await exchange.answer(gzip.compress(exchange.token.encode() + b" " * 2**23), GZIP)


@fault
async def chained_encoding(exchange: Exchange) -> None:
    """Pack twice: whoever unpacks all of it can be made to unpack anything."""
    await exchange.answer(gzip.compress(gzip.compress(exchange.good.bytes())), "content-encoding: gzip, gzip")
