"""Encode a multipart form, with httpx for every transport."""

from __future__ import annotations

from secrets import token_hex

import httpx

Part = tuple[str, tuple[str | None, bytes, str | None]]
"""Name, and: file name or None, content, media type or None."""


def encode_multipart(parts: list[Part]) -> tuple[bytes, str]:
    """Return the encoded multipart body and its Content-Type, which names a random boundary.

    Each part is its name, and a tuple of file name or None, content, and media type or None. `parts` may be empty: then
    the body is the final boundary alone. Nothing is sent.
    """
    if not parts:  # httpx would send no body
        boundary = token_hex(16)
        return f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
    request = httpx.Request("POST", "http://localhost", files=parts)
    return request.read(), request.headers["content-type"]
