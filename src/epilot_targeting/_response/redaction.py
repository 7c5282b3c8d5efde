"""Redact what an error shows of a response: cut its body, and remove the token and the queries of URLs.

Cookies never get here: `_transport/response_headers.py` drops the header `set-cookie`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from .._auth.validate import MAX_TOKEN
from .media_types import is_large_response

if TYPE_CHECKING:
    from .._config.secret import Secret
    from .._transport.attempt import Attempt

EXCERPT = 4096  # bytes of a body that an error shows
MIN_SECRET = 8  # characters; redacting shorter tokens would garble the text and protect nothing
MARK = b"[token]"
ESCAPE = re.compile(rb"\\(?:u00([2-7][0-9a-fA-F])|/)")
CUT_ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{0,3})?\Z")
QUERY = re.compile(rb'(https?://[^\s"?]*\?)[^\s"]+', re.IGNORECASE)


def redacted(content: bytes, token: Secret[str] | None) -> bytes:
    """Return bytes of a response for an error: the token is replaced by `[token]`, the queries of URLs by `[query]`.

    The token is found percent-encoded and in JSON escapes too, and if the content was cut in the middle of it. A token
    of fewer than `MIN_SECRET` (8) characters stays. Without a token (None), only queries are replaced. JSON escapes are
    decoded if something was replaced; otherwise the content is returned unchanged.
    """
    plain = CUT_ESCAPE.sub(b"", ESCAPE.sub(_plain, content)) if b"\\" in content else content
    if b"://" in plain and QUERY.search(plain):
        content = plain = QUERY.sub(rb"\1[query]", plain)
    secret = b"" if token is None else token.reveal().encode()
    if len(secret) < MIN_SECRET:
        return content
    found = plain
    for spelling in (secret, quote(secret, safe="").encode()):
        found = found.replace(spelling, MARK)
    # The content may have been cut in the middle of the token.
    is_possible = secret[:MIN_SECRET] in found
    lengths = range(min(len(secret), len(found)) if is_possible else 0, MIN_SECRET - 1, -1)
    partial = next((length for length in lengths if found.endswith(secret[:length])), 0)
    if partial:
        found = found[: len(found) - partial] + MARK
    return content if found == plain else found


def redacted_headers(headers: Mapping[str, str], token: Secret[str] | None) -> dict[str, str]:
    """Return a copy of response headers, with the token and the queries of URLs replaced in the values.

    A token of fewer than `MIN_SECRET` (8) characters is not replaced, as in `redacted`. `token` is the one that
    was sent, or None.
    """
    return {name: redacted(value.encode(), token).decode() for name, value in headers.items()}


def excerpt(attempt: Attempt, token: Secret[str] | None) -> bytes:
    """Return the first `EXCERPT` (4,096) bytes of a response body for an error, without the token and queries of URLs.

    `attempt` has the body as far as it was read. Return empty bytes for a reference to a large response: it contains a
    presigned URL.
    """
    return b"" if is_large_response(attempt) else redacted(attempt.content[: EXCERPT + MAX_TOKEN], token)[:EXCERPT]


def _plain(match: re.Match[bytes]) -> bytes:
    """Return the character that a JSON escape stands for, as the replacement of a match of `ESCAPE`.

    `ESCAPE` matches the escape of a slash, and the numeric ones of U+0020 to U+007F. A quote or a backslash
    stays escaped.
    """
    character = bytes.fromhex(match[1].decode()) if match[1] else b"/"
    return match[0] if character in b'"\\' else character
