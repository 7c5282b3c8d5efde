"""Parse a usual response: final, HTTP/1.1, a head in printable ASCII, a body with one Content-Length or in chunks.

Each response that is accepted here is read in the same way by h11 and by aiohttp. All others are left to them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

USUAL = re.compile(rb"HTTP/1\.1 ([2-5][0-9]{2})(?: [ -~\t]*)?\r\n((?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[ -~\t]*\r\n)+)\r\n")
LENGTH = re.compile(r"[0-9]{1,15}")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})\r\n")
WITHOUT_BODY = frozenset({204, 304})


class Head(NamedTuple):
    """The head of a response.

    Attributes:
        status: The status.
        headers: The headers by their lower-case names: repeated ones joined by commas, cookies left out.
        length: The number of bytes of the body, or None if it comes in chunks.
        size: The number of bytes of the head itself.
    """

    status: int
    headers: dict[str, str]
    length: int | None
    size: int


def parse_head(data: bytes) -> Head | None:
    """Return the head of the response that `data` begins with, or None if the HTTP library has to read it.

    It has to if the head is not complete, or not usual. A head is usual if it is HTTP/1.1 in printable ASCII,
    has a status of 200 or more with a body, keeps the connection open, and has either one Content-Length or
    chunks. The request must not be HEAD, whose response has no body.
    """
    match = USUAL.match(data)
    if match is None:
        return None
    headers: dict[str, str] = {}
    for line in match[2].decode("ascii").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    headers.pop("set-cookie", None)
    status, length, coding = int(match[1]), headers.get("content-length"), headers.get("transfer-encoding")
    if (
        status in WITHOUT_BODY
        or "upgrade" in headers
        or headers.get("connection", "keep-alive").lower() != "keep-alive"
    ):
        return None
    if length is None:
        return Head(status, headers, None, match.end()) if coding == "chunked" else None
    return Head(status, headers, int(length), match.end()) if coding is None and LENGTH.fullmatch(length) else None


def find_body(head: Head, data: bytes) -> tuple[bytes, int] | None:
    """Return the body of a response, which may be empty, and the position in `data` after it.

    `data` begins with the head, for which `parse_head` has returned `head`. Return None if the body has not arrived as
    a whole, or its chunks are malformed, or have extensions or trailers.
    """
    if head.length is None:
        return _join_chunks(data, head.size)
    end = head.size + head.length
    return (data[head.size : end], end) if len(data) >= end else None


def _join_chunks(data: bytes, position: int) -> tuple[bytes, int] | None:
    """Return the body of a chunked response, and the position in `data` after it. The first chunk begins at `position`.

    Return None if the chunks are not complete, are malformed, or have extensions or trailers.
    """
    chunks: list[bytes] = []
    while (match := CHUNK_SIZE.match(data, position)) is not None:
        start = match.end()
        position = start + int(match[1], 16)
        if data[position : position + 2] != b"\r\n":
            return None
        if position == start:
            return b"".join(chunks), position + 2
        chunks.append(data[start:position])
        position += 2
    return None
