"""Who is asked for a token, and what counts as one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from ._guard import begin, outcome
from ._secret import Secret
from .errors import AuthorizationError, ConfigurationError

TokenSource: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function or async function that is asked for one before every request."""

VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")
MAX_TOKEN = 16 * 1024  # bytes
OURS = frozenset(
    {"authorization", "host", "content-length", "transfer-encoding", "connection", "content-type", "accept-encoding"}
)


class TokenCache:
    """A token source that gives a token more than once, and is told of one that the service refused."""

    __slots__ = ()

    def refused(self, token: Secret[str]) -> None:
        """Forget a token."""
        raise NotImplementedError


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

    async def ask(self) -> Secret[str]:
        """Ask for the token.

        Raises:
            ConfigurationError: There is no token source.
            AuthorizationError: The source failed, or gave something that is no token.
        """
        if self._ask is None:
            raise ConfigurationError("there is no token: call authorize(token) first, or pass token=")
        found = _begun(self._ask)
        if not isinstance(found, Secret | AuthorizationError):
            # In a task of its own: a source that takes no notice of being cancelled keeps nobody past the deadline.
            found = await outcome(begin(_finished(found)))
        if isinstance(found, AuthorizationError):
            raise found
        return found

    def refused(self, token: Secret[str]) -> None:
        """Say that the service refused a token."""
        if isinstance(self._ask, TokenCache):
            self._ask.refused(token)


# These two give errors instead of raising them: a traceback shows the locals of its frames, and here one is the token.
def _begun(ask: Callable[[], Any]) -> Secret[str] | AuthorizationError | Awaitable[Any]:
    try:
        given = ask()
    except Exception as error:
        return _failed(error)
    return given if hasattr(given, "__await__") else _token(given)


async def _finished(given: Awaitable[Any]) -> Secret[str] | AuthorizationError:
    try:
        return _token(await given)
    except Exception as error:
        return _failed(error)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return _failed(error)  # something inside the source was cancelled, and not the call


def _failed(error: BaseException) -> AuthorizationError:
    failure = AuthorizationError(f"the token provider raised {type(error).__name__}; nothing was sent")
    failure.__cause__ = error
    return failure


def _token(given: object) -> Secret[str] | AuthorizationError:
    fault = fault_of(given)
    return AuthorizationError(f"{fault}; nothing was sent") if fault else Secret(str(given))


def fault_of(token: object) -> str | None:
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
