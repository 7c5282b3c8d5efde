"""Validate a token: its type, length and characters, and no `Bearer` before it."""

from __future__ import annotations

import re

from ..errors import AuthorizationError

VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
MAX_TOKEN = 16 * 1024  # bytes


class CacheKeyError(AuthorizationError):
    """The function `key` of `cached_token` failed, or returned a value that is not hashable. Its cause says why."""


def token_fault(token: object) -> str | None:
    """Return why a token is invalid, for the message of an error, or None if it is valid.

    The text does not show the token. `token` is what a token provider returned, of any type. A valid one is a
    string of 1 to 16,384 visible ASCII characters, without spaces. A Secret is invalid.
    """
    if not isinstance(token, str):
        return f"the token provider returned {type(token).__name__}, not a string"
    if not token.strip():
        return "the token is empty or blank"
    if len(token) > MAX_TOKEN:
        return f"the token is longer than {MAX_TOKEN} bytes"
    if token[:7].lower() == "bearer ":
        return "the token starts with 'Bearer ': leave that out, the client adds it"
    if not VISIBLE_ASCII.fullmatch(token):
        kind = "a line break" if "\n" in token or "\r" in token else "an invalid character"
        return f"the token contains {kind} (only visible ASCII is allowed)"
    return None
