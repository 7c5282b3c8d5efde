"""What a success means: its body, decoded."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from .._config.options import LARGE
from .._config.token_provider import MAX_TOKEN
from ..errors import DecodeError
from .json_reader import parse
from .large import is_large_response
from .redaction import redacted

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation, Reply

    from .._config.secret import Secret
    from .._transport.attempt import Attempt

T = TypeVar("T")
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Encodings of Python's own; some of them take time that grows with the square of the body."""
TRUSTED = ("application/json", LARGE)
"""Media types that no login page comes as."""
LONGEST_TYPE = 60  # characters of a media type that an error shows
KEPT = 4096  # bytes of a body that an error keeps


def decode(operation: Operation[T], reply: Reply, exchange: Attempt, token: Secret[str] | None, *, stored: bool) -> T:
    """Decode a success.

    Args:
        operation: The operation.
        reply: What a success of its status means.
        exchange: The exchange with its reply.
        token: The token that was sent; an error must not repeat it.
        stored: Whether the body comes from the store of large replies, where it may be encoded twice.

    Raises:
        DecodeError: The body is not what the spec promises.
    """
    try:
        if reply.kind == "json":
            if exchange.media_type not in TRUSTED and not stored:
                _check_media_type(exchange)
            value = parse(exchange.content)
            value = parse(value.encode()) if stored and isinstance(value, str) else value
        else:
            value = _value(reply, exchange)
        decoded: T = reply.decode(value)
        return decoded
    except (ValueError, TypeError, RecursionError) as error:
        reason = _reason(error)
    message = f"{operation.name}: {exchange.status}, but {reason}"
    applied = success_applied(reply, exchange)
    raise DecodeError(message, status_code=exchange.status, body=kept(exchange, token), applied=applied)


def success_applied(reply: Reply, exchange: Attempt) -> bool | None:
    """Return what a 2xx says of the operation: True, or None where somebody else may have answered.

    A login page or a captive portal answers 200 with a body of its own media type. What is documented as something else
    than JSON cannot be told apart from that.
    """
    if reply.kind not in ("json", "nothing") or exchange.media_type in TRUSTED:
        return True
    return True if exchange.complete and not exchange.content else None


def _check_media_type(exchange: Attempt) -> None:
    if exchange.media_type and exchange.content and not _is_json(exchange):
        shown = "".join(character for character in exchange.media_type if character.isprintable())[:LONGEST_TYPE]
        raise ValueError(f"the body is {shown!r} and not JSON: something else than the service may have answered")


def _is_json(exchange: Attempt) -> bool:
    return exchange.media_type.endswith(("/json", "+json", LARGE))


def _value(reply: Reply, exchange: Attempt) -> Any:
    """Give what a body that is no JSON is decoded from."""
    if reply.kind == "text":
        return _text(exchange)
    if reply.kind == "any" and exchange.content:
        return _any(exchange)
    return exchange.content if reply.kind == "bytes" else None


def _any(exchange: Attempt) -> Any:
    """Read a body as its Content-Type says: the document says nothing."""
    if _is_json(exchange):
        return parse(exchange.content)
    return _text(exchange) if exchange.media_type.startswith("text/") else exchange.content


def _text(exchange: Attempt) -> str:
    """Read the body in the charset that it came in.

    Raises:
        ValueError: It is not written in that, or in none that is known.
    """
    said = CHARSET.search(exchange.headers.get("content-type", ""))
    try:
        charset = codecs.lookup(said[1] if said else "utf-8").name
        if charset in NO_CHARSETS:
            raise LookupError
        return exchange.content.decode(charset)
    except LookupError:
        reason = "its Content-Type names a charset that is not known here"
    except UnicodeError:
        reason = "the body is not written in the charset of its Content-Type, which is UTF-8 where it names none"
    # Out here, since the exception holds the body.
    raise ValueError(reason)


def kept(exchange: Attempt, token: Secret[str] | None) -> bytes:
    """Give the beginning of a body for an error; nothing of one that is an address with a credential in it."""
    return b"" if is_large_response(exchange) else redacted(exchange.content[: KEPT + MAX_TOKEN], token)[:KEPT]


def _reason(error: Exception) -> str:
    # The parser's own words quote the body, which may be anything.
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"the body is no JSON ({type(error).__name__})"
    if isinstance(error, RecursionError):
        return "the body is nested too deeply"
    return str(error)
