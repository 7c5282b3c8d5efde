"""Parse the head of a usual response: final, HTTP/1.1, in printable ASCII, with one Content-Length.

Each head that is accepted here is read in the same way by h11 and by aiohttp. All others are left to them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

USUAL = re.compile(rb"HTTP/1\.1 ([2-5][0-9]{2})(?: [ -~\t]*)?\r\n((?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[ -~\t]*\r\n)+)\r\n")
LENGTH = re.compile(r"[0-9]{1,15}")
WITHOUT_BODY = frozenset({204, 304})
UNUSUAL = ("transfer-encoding", "upgrade", "trailer")


class Head(NamedTuple):
    """The head of a response.

    Attributes:
        status: The status.
        headers: The headers by their lower-case names: repeated ones joined by commas, cookies left out.
        length: The number of bytes of the body.
        size: The number of bytes of the head itself.
    """

    status: int
    headers: dict[str, str]
    length: int
    size: int


def parse_head(data: bytes) -> Head | None:
    """Return the head of a response that begins with `data`, or None if the library has to read it."""
    match = USUAL.match(data)
    if match is None:
        return None
    headers: dict[str, str] = {}
    for line in match[2].decode("ascii").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    headers.pop("set-cookie", None)
    status, length = int(match[1]), headers.get("content-length", "")
    is_usual = (
        status not in WITHOUT_BODY
        and LENGTH.fullmatch(length)
        and headers.get("connection", "keep-alive").lower() == "keep-alive"
        and not any(name in headers for name in UNUSUAL)
    )
    return Head(status, headers, int(length), match.end()) if is_usual else None
