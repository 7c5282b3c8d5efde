"""What a success means: its body, decoded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from ._authorization import MAX_TOKEN
from ._json import parse
from ._payload import is_reference
from ._scrub import scrubbed
from .errors import DecodeError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from ._exchange import Exchange
    from ._secret import Secret

T = TypeVar("T")
KEPT = 4096  # bytes of a body that an error keeps


def decode(operation: Operation[T], exchange: Exchange, token: Secret[str] | None, *, stored: bool) -> T:
    """Decode a success.

    Args:
        operation: The operation.
        exchange: The exchange with its reply.
        token: The token that was sent; an error must not repeat it.
        stored: Whether the body comes from the store of large replies, where it may be encoded twice.

    Raises:
        DecodeError: The body is not what the spec promises.
    """
    try:
        value = parse(exchange.content)
        return operation.decode(parse(value.encode()) if stored and isinstance(value, str) else value)
    except (ValueError, TypeError, RecursionError) as error:
        reason = _reason(error)
    message = f"{operation.name}: {exchange.status}, but {reason}"
    raise DecodeError(message, status_code=exchange.status, body=kept(exchange, token))


def kept(exchange: Exchange, token: Secret[str] | None) -> bytes:
    """Give the beginning of a body for an error; nothing of one that is an address with a credential in it."""
    return b"" if is_reference(exchange) else scrubbed(exchange.content[: KEPT + MAX_TOKEN], token)[:KEPT]


def _reason(error: Exception) -> str:
    # The parser's own words quote the body, which may be anything.
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"the body is no JSON ({type(error).__name__})"
    if isinstance(error, RecursionError):
        return "the body is nested too deeply"
    return str(error)
