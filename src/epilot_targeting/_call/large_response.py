"""Fetch a large response from the vendor's object store. The request carries nothing of the caller's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._config.options import ACCEPT_ENCODING
from .._status_ranges import CLIENT_ERRORS, SUCCESS
from .._transport.attempt import Attempt, PreparedRequest
from .._transport.callers_client import CallersClient, sends_unchanged
from .._transport.permit import Permit
from .._transport.pool import make_connection
from ..errors import DecodeError, RequestTimeoutError, ResponseTooLargeError, TransportError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._config.retry import RetryBudget
    from .._config.secret import Secret
    from .._transport.pool import ConnectionPool

HEADERS = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING}
RETRIED = frozenset({408, 429, *range(500, 600)})
"""The statuses of the store after which the download is tried again."""


async def download(
    pool: ConnectionPool, options: ClientOptions, address: Secret[str], budget: RetryBudget, left: Callable[[], float]
) -> Attempt:
    """Download a stored response, and try again where the retry policy allows.

    Args:
        pool: The connection pool of the event loop.
        options: The options of the call.
        address: The presigned address.
        budget: The retry budget of the client.
        left: Returns the seconds up to the call's deadline.

    Returns:
        The last attempt, whatever its outcome.
    """
    attempts = 0
    while True:
        stored = Attempt()
        attempts += 1
        async with Permit(pool, options, fresh=True) as permit:
            await _send(permit, options, address, stored)
        pause = options.retry.pause(attempts, None, left()) if is_retried(stored) else None
        if pause is None or not budget.spend():
            return stored
        await asyncio.sleep(pause)


async def _send(permit: Permit, options: ClientOptions, address: Secret[str], stored: Attempt) -> None:
    client = options.http_client
    if client is not None and sends_unchanged(client):
        await permit.send_by_callers_client(
            CallersClient(client, without_defaults=True), _prepared(address, options), stored
        )
        return
    parts = urlsplit(address.reveal())
    own = make_connection(options.transport, f"{parts.scheme}://{parts.netloc}")
    await permit.send_on_connection(own, _prepared(address, options), stored, keep=False)


def _prepared(address: Secret[str], options: ClientOptions) -> PreparedRequest:
    return PreparedRequest("GET", address, HEADERS, None, None, options.timeouts, options.max_response_bytes)


def is_retried(stored: Attempt) -> bool:
    """Return whether the download failed in a way that another attempt may mend."""
    return stored.status in RETRIED or stored.fault in ("broken", "timeout")


def stored_content(operation: Operation[Any], attempt: Attempt, stored: Attempt) -> bytes:
    """Return the stored response. The operation itself was carried out, also where this fails.

    Raises:
        DecodeError: The stored response is broken, or the reference to it has expired.
        TransportError: The store could not be reached.
    """
    start = f"{operation.name}: {attempt.status}, but the stored response"
    status: dict[str, Any] = {"status_code": attempt.status}
    if stored.status is not None and stored.status not in SUCCESS:
        expired = stored.status in CLIENT_ERRORS and not is_retried(stored)
        raise DecodeError(f"{start} could not be fetched: the store gave {stored.status}", expired=expired, **status)
    if stored.fault == "size":
        raise ResponseTooLargeError(f"{start} is too large: {stored.reason}", **status)
    if stored.fault == "encoding":
        raise DecodeError(f"{start} is broken: {stored.reason}", **status)
    # The words of the exception may hold the address.
    if stored.fault == "timeout":
        raise RequestTimeoutError(f"{start} did not come: {stored.reason}", applied=True, limit=stored.limit)
    if stored.fault:
        raise TransportError(f"{start} did not come: the connection to its store failed", applied=True)
    return stored.content
