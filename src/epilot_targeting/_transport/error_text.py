"""Quote the exception of another library without secrets, and make the `__cause__` that the caller sees."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from .._tracebacks import error_chain
from .attempt import UnexpectedData

if TYPE_CHECKING:
    from .attempt import Attempt, PreparedRequest
    from .proxies import Proxy

CERTIFICATE_REQUIRED = "CERTIFICATE_REQUIRED"
MARK = "[redacted]"
MAX_WORDS = 1000  # characters that are looked at
MAX_BODY = 2**16  # bytes of the request body that are looked for
MIN_SECRET = 3  # characters; hiding shorter texts would garble the words
NO_SECRETS = ("accept", "accept-encoding", "user-agent")
"""Headers whose values are the same in every request."""
QUOTED = re.compile(r"""(?<!\w)(?:(?:\w+\()*b?["']|\w+\(\w+=)|<""")
"""The start of a quoted text, a literal, or the repr of an object in the text of an exception."""
RUN = 8  # characters in common with a secret that are hidden
WITH_STATUS = "ClientHttpProxyError"
"""The exception of aiohttp whose status is that of a proxy."""
STANDARD = ("builtins", "socket", "ssl")
"""Modules whose exceptions are copied with their class."""
TLS_FIELDS = ("library", "reason", "verify_code", "verify_message")


def describe(
    error: Exception, prepared: PreparedRequest, attempt: Attempt, handled: BaseException | None = None
) -> None:
    """Record the words and cause of an exception in its attempt, as `words` and `cause`, without secrets.

    Call it after `record_error`, which has set the reason. After a timeout, or unexpected data without a cause, set
    neither: the reason says all. If the server requires a client certificate, add that to the reason.

    Args:
        error: The exception.
        prepared: The request.
        attempt: The attempt.
        handled: An exception that the program handled before the attempt, which is not quoted. Default: none.
    """
    if attempt.limit or (isinstance(error, UnexpectedData) and error.__cause__ is None):
        return
    attempt.words = hide_secrets(words_of(error, handled), prepared, attempt.proxy)
    attempt.cause = make_cause(error, attempt.words or attempt.reason, handled)
    if CERTIFICATE_REQUIRED in attempt.words:
        attempt.reason = f"the server requires a TLS client certificate, which `ssl_context` sets: {attempt.reason}"


def words_of(error: Exception, handled: BaseException | None = None) -> str:
    """Return the text of an exception of an HTTP library, or of the first of its causes and contexts that has some.

    Return an empty string if none has. A quotation, which may be received bytes, is replaced by `[redacted]`, with
    all that follows. Texts of an OSError are kept whole: they are those of the operating system and of TLS. Secrets of
    the request are not hidden here, but by `hide_secrets`. `handled`, an exception that the program handled before, is
    left out. Default: none.
    """
    chain = [one for one in error_chain(error, handled) if isinstance(one, Exception)]
    kept = {_text(one) for one in chain if isinstance(one, OSError)}
    for one in chain:
        message = getattr(one, "message", None)
        status = f"{getattr(one, 'status', '')} " if type(one).__name__ == WITH_STATUS else ""
        # Not the text of an aiohttp exception with a message: it shows the URL.
        words = status + (message if isinstance(message, str) else _text(one))
        if words := words if words in kept else _without_quotes(words):
            return words
    return ""


def _text(error: Exception) -> str:
    """Return the text of an exception, or an empty string if it has none that can be read."""
    try:
        return str(error)
    except Exception:  # of a caller's transport or hook: it must not hide the failure of the attempt
        return ""


def _without_quotes(words: str) -> str:
    """Return the text of an exception up to its first quotation, and `[redacted]` in place of the rest.

    A quotation is a quoted text, a literal or the repr of an object, as `QUOTED` finds it in the first 1,000
    characters. An apostrophe inside of a word is none. Return an empty string if nothing but spaces is before
    the quotation, and the whole text if it has none.
    """
    quoted = QUOTED.search(words, 0, MAX_WORDS)
    if quoted is None:
        return words
    return before + MARK if (before := words[: quoted.start()]).strip() else ""


def hide_secrets(words: str, prepared: PreparedRequest, proxy: Proxy | None) -> str:
    """Return the text of an exception with `[redacted]` in place of secrets, which a server may repeat.

    Each 8 characters in a row that are part of a secret are hidden. A secret of 3 to 7 characters is hidden
    too.

    Args:
        words: The text. It is cut to 1,000 characters before secrets are hidden.
        prepared: The request: its token, query, body and headers other than `NO_SECRETS` are hidden. If its
            token is None, its URL is presigned, and the path is hidden too.
        proxy: The proxy, whose credentials are hidden, or None.
    """
    shown = words[:MAX_WORDS]
    hidden = bytearray(len(shown))
    for secret in (*_secrets(prepared), *(() if proxy is None else proxy.credentials())):
        length = min(len(secret), RUN)
        for start in range(len(shown) - length + 1 if length >= MIN_SECRET else 0):
            if shown[start : start + length] in secret:
                hidden[start : start + length] = b"\1" * length
    parts: list[str] = []
    for position, character in enumerate(shown):
        if not hidden[position]:
            parts.append(character)
        elif not position or not hidden[position - 1]:
            parts.append(MARK)
    return "".join(parts)


def _secrets(prepared: PreparedRequest) -> Iterator[str]:
    """Yield the texts of a request that no error may show.

    They are the token, the query, the headers except for `NO_SECRETS`, and the start of the body. Without a token it
    is a presigned URL: then also its path. A text may be empty, or come twice.
    """
    parts = urlsplit(prepared.url.reveal())
    if prepared.token is None:
        yield parts.path  # the URL is a credential
    else:
        yield prepared.token.reveal()
        yield prepared.authorization()
    for pair in (parts.query, *parts.query.split("&")):
        yield pair
        yield unquote_plus(pair)
    yield from (value for name, value in prepared.headers.items() if name not in NO_SECRETS)
    body = (prepared.content or b"")[:MAX_BODY]
    yield body.decode(errors="replace")
    yield repr(body)


def make_cause(error: Exception, words: str, handled: BaseException | None) -> Exception:
    """Return a standard exception that says the same as one of an HTTP library, without its traceback.

    It becomes the `__cause__` of the error that the caller sees. It is a copy of the first OSError or SSLError of
    Python with an `errno`, among `error` and its causes and contexts. If there is none, it has the class of `error` if
    that is exactly ValueError, RuntimeError, KeyError, LookupError or PermissionError, and is a ConnectionError if not.

    Args:
        error: The exception of the library.
        words: Its words, without secrets: the text of the result, unless that is a copy.
        handled: An exception that the program handled before, which is left out, or None.
    """
    for one in error_chain(error, handled):
        if isinstance(one, OSError) and type(one).__module__ in STANDARD and one.errno is not None:
            copied = type(one)(one.errno, one.strerror)
            if isinstance(one, ssl.SSLError):
                copied.__dict__.update({name: getattr(one, name) for name in TLS_FIELDS if hasattr(one, name)})
            return copied
    if type(error) in (ValueError, RuntimeError, KeyError, LookupError, PermissionError):
        return type(error)(words)
    return ConnectionError(words)
