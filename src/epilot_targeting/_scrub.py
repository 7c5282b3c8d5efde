"""Take out of a reply what it repeats of our token: errors end up in logs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._secret import Secret

SHORTEST = 8  # characters; a word shorter than that would tear up the text, and keeps no secret
MARK = b"[token]"


def scrubbed(content: bytes, token: Secret[str] | None) -> bytes:
    """Give the content without the token, in whichever spelling of JSON, and without a part of it at the end."""
    secret = b"" if token is None else token.reveal().encode()
    if len(secret) < SHORTEST:
        return content
    content = content.replace(secret, MARK)
    if b"\\" in content:
        content = _spellings(secret).sub(MARK, content)
    # A body that was cut may end in the middle of it.
    begun = next(
        (n for n in range(min(len(secret), len(content)), SHORTEST - 1, -1) if content.endswith(secret[:n])), 0
    )
    return content[: len(content) - begun] + MARK if begun else content


@lru_cache(maxsize=8)
def _spellings(secret: bytes) -> re.Pattern[bytes]:
    characters = (rb"(?:%s|\\?/|\\u00(?i:%02x))" if c == ord("/") else rb"(?:%s|\\u00(?i:%02x))" for c in secret)
    return re.compile(b"".join(one % (re.escape(bytes([c])), c) for one, c in zip(characters, secret, strict=True)))
