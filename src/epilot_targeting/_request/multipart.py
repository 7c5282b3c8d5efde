"""Write a form of several parts, by httpx: whatever the transport, it is installed."""

from __future__ import annotations

from secrets import token_hex

import httpx

Part = tuple[str, tuple[str | None, bytes, str | None]]
"""A name with: the name of a file or None, the content, its media type or None."""


def multipart(parts: list[Part]) -> tuple[bytes, str]:
    """Give the body and its content type, with a boundary that nobody can guess."""
    if not parts:  # httpx would send no body at all
        boundary = token_hex(16)
        return f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
    request = httpx.Request("POST", "http://localhost", files=parts)
    return request.read(), request.headers["content-type"]
