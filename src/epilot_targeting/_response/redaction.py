"""Redact the token, and credentials in addresses, in what an error shows of a response: errors end up in logs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from .._config.secret import Secret

SHORTEST = 8  # characters; a word shorter than that would tear up the text, and keeps no secret
MARK = b"[token]"
ESCAPE = re.compile(rb"\\(?:u00([2-7][0-9a-fA-F])|/)")
BROKEN_ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{0,3})?\Z")
QUERY = re.compile(rb'(https?://[^\s"?]*\?)[^\s"]+', re.IGNORECASE)


def redacted(content: bytes, token: Secret[str] | None) -> bytes:
    """Return the content without the token in any spelling, and without the beginning of it at the end."""
    plain = BROKEN_ESCAPE.sub(b"", ESCAPE.sub(_plain, content)) if b"\\" in content else content
    if QUERY.search(plain):
        content = plain = QUERY.sub(rb"\1[query]", plain)
    secret = b"" if token is None else token.reveal().encode()
    if len(secret) < SHORTEST:
        return content
    found = plain
    for spelling in (secret, quote(secret, safe="").encode()):
        found = found.replace(spelling, MARK)
    # A body that was cut may end in the middle of it.
    lengths = range(min(len(secret), len(found)), SHORTEST - 1, -1)
    begun = next((length for length in lengths if found.endswith(secret[:length])), 0)
    if begun:
        found = found[: len(found) - begun] + MARK
    return content if found == plain else found


def _plain(match: re.Match[bytes]) -> bytes:
    """Return the character of a JSON escape, except a quote or a backslash."""
    character = bytes.fromhex(match[1].decode()) if match[1] else b"/"
    return match[0] if character in b'"\\' else character
