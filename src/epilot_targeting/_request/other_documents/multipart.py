"""Encode a multipart form, with httpx for every transport."""

from __future__ import annotations

from secrets import token_hex

import httpx

Part = tuple[str, tuple[str | None, bytes, str | None]]
"""Name, and: file name or None, content, media type or None."""


def encode_multipart(parts: list[Part]) -> tuple[bytes, str]:
    """Return the encoded multipart body and its Content-Type, which names a random boundary.

    Nothing is sent.

    Args:
        parts: The parts, in order: the name (str), and a tuple of the file name (str or None), the content (bytes) and
            the media type (str or None: that of the file name, if there is one). Quotes and line breaks in names and
            file names are escaped here. The media type is sent as it is: the caller has checked it. If `parts` is
            empty, the body is the final boundary alone.
    """
    if not parts:  # httpx would send no body
        boundary = token_hex(16)
        return f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
    request = httpx.Request("POST", "http://localhost", files=parts)
    return request.read(), request.headers["content-type"]
