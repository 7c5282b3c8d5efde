"""Who is asked for a token, and what counts as one."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from .errors import AuthorizationError, ConfigurationError

TokenSource: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function or async function that is asked for one before every request."""

VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")
MAX_TOKEN = 16 * 1024  # bytes
OURS = frozenset({"authorization", "host", "content-length", "transfer-encoding", "connection", "content-type"})


class Authorization:
    """Holds a token source so that no repr, pickle or `vars()` shows it."""

    __slots__ = ("_ask",)

    def __init__(self, source: TokenSource | None = None) -> None:
        if source is not None and not isinstance(source, str) and not callable(source):
            raise ConfigurationError(f"a token is a string or a function, not {type(source).__name__}")
        # Behind a function the string is out of sight of everything that prints attributes.
        self._ask: Callable[[], Any] | None = (lambda: source) if isinstance(source, str) else source

    def __reduce__(self) -> str:
        raise TypeError("a token source can't be pickled or copied")

    async def header(self) -> str:
        """Ask for the token and give the value of the Authorization header.

        Raises:
            ConfigurationError: There is no token source.
            AuthorizationError: The source failed, or gave something that is no token.
        """
        if self._ask is None:
            raise ConfigurationError("there is no token: call authorize(token) first, or pass token=")
        try:
            token: Any = self._ask()
            if hasattr(token, "__await__"):
                token = await token
        except Exception as error:
            raise AuthorizationError(f"the token provider raised {type(error).__name__}; nothing was sent") from error
        _check_token(token)
        return f"Bearer {token}"


def _check_token(token: object) -> None:
    if not isinstance(token, str):
        raise AuthorizationError(f"the token provider gave {type(token).__name__}, not a string; nothing was sent")
    if not token.strip():
        raise AuthorizationError("the token is empty or blank; nothing was sent")
    if len(token) > MAX_TOKEN:
        raise AuthorizationError(f"the token is longer than {MAX_TOKEN} bytes; nothing was sent")
    if not VISIBLE_ASCII.fullmatch(token):
        kind = "a line break" if "\n" in token or "\r" in token else "a character that no token has"
        raise AuthorizationError(f"the token holds {kind} (only visible ASCII is allowed); nothing was sent")


def checked_header(name: Any, value: Any) -> tuple[str, str]:
    """Check a header of the caller's; give its lower-cased name and its value.

    Raises:
        ConfigurationError: It can't be sent, or is one that the client sets itself. The value is not shown.
    """
    if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
        raise ConfigurationError("a header's name holds a character that no header name has")
    if name.lower() in OURS:
        hint = ": use authorize()" if name.lower() == "authorization" else ""
        raise ConfigurationError(f"the header {name} is the client's own{hint}")
    if not isinstance(value, str) or not HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(f"the value of the header {name} is no string of printable ASCII on one line")
    return name.lower(), value
