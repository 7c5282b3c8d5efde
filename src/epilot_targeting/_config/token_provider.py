"""Who is asked for a token, and what counts as one."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from ..errors import ConfigurationError
from .secret import Secret

TokenProvider: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function or async function that is asked for one before every request."""

VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")
MAX_TOKEN = 16 * 1024  # bytes
OURS = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "content-type", "accept-encoding"}
    | {"proxy-authorization"}
)


class TokenCache(ABC):
    """A token source that gives a token more than once, and is told of one that the service refused."""

    __slots__ = ()

    @abstractmethod
    def invalidate(self, token: Secret[str]) -> None:
        """Forget a token."""
        ...


class Authorization:
    """Holds a token source so that no repr, pickle or `vars()` shows it."""

    __slots__ = ("_ask",)

    def __init__(self, source: TokenProvider | None = None) -> None:
        if source is not None and not isinstance(source, str) and not callable(source):
            raise ConfigurationError(f"a token is a string or a function, not {type(source).__name__}")
        # Behind a function the string is out of sight of everything that prints attributes.
        self._ask: Callable[[], Any] | None = (lambda: source) if isinstance(source, str) else source

    def __reduce__(self) -> str:
        raise TypeError("a token source can't be pickled or copied")

    @property
    def source(self) -> Callable[[], Any] | None:
        """The function to ask, or None where there is no token yet."""
        return self._ask

    def invalidate(self, token: Secret[str]) -> None:
        """Say that the service refused a token."""
        if isinstance(self._ask, TokenCache):
            self._ask.invalidate(token)


def token_fault(token: object) -> str | None:
    """Tell what keeps something from being a token, without showing it."""
    if not isinstance(token, str):
        return f"the token provider gave {type(token).__name__}, not a string"
    if not token.strip():
        return "the token is empty or blank"
    if len(token) > MAX_TOKEN:
        return f"the token is longer than {MAX_TOKEN} bytes"
    if not VISIBLE_ASCII.fullmatch(token):
        kind = "a line break" if "\n" in token or "\r" in token else "a character that no token has"
        return f"the token holds {kind} (only visible ASCII is allowed)"
    return None


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
