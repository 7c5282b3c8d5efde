"""Large replies: the service sends an address, and the reply itself is fetched from there.

The address is a credential of its own, and its host is not the service's: the request carries nothing of ours.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._config.options import ACCEPT_ENCODING, LARGE, LOOPBACK
from .._config.secret import Secret
from .._transport.attempt import Attempt, PreparedRequest
from .._transport.callers_client import CallersClient, sends_unchanged
from .._transport.permit import Permit
from .._transport.pool import make_connection
from ..errors import REFUSED, SUCCESS, DecodeError, RequestTimeoutError, ResponseTooLargeError, TransportError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._config.retry import RetryBudget
    from .._transport.pool import ConnectionPool

KEY = "$payload_ref"
ADDRESS = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?(?:/[!-~]*)?", re.IGNORECASE
)
"""Narrow on purpose: what two parsers could read in two ways is none."""
PORTS = 65535
HEADERS = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING}
LONGEST = 8192  # characters of an address
AGAIN = frozenset({408, 429, *range(500, 600)})


def is_large_response(exchange: Attempt) -> bool:
    """Tell whether a reply is a reference to the reply."""
    return exchange.media_type == LARGE


def reference(options: ClientOptions, operation: Operation[Any], exchange: Attempt) -> Secret[str]:
    """Give the address that a reply refers to.

    Raises:
        DecodeError: There is none, or it leads where the options do not allow; the operation itself was carried out.
    """
    address = _address(exchange, options)
    if isinstance(address, str):
        raise DecodeError(f"{operation.name}: {exchange.status}, but {address}", status_code=exchange.status)
    return address


async def fetch(
    slots: ConnectionPool, options: ClientOptions, address: Secret[str], budget: RetryBudget, left: Callable[[], float]
) -> Attempt:
    """Fetch what is stored at an address, again where it does not come; `left` gives the call's seconds."""
    attempts = 0
    while True:
        stored = Attempt()
        attempts += 1
        async with Permit(slots, options, fresh=True) as slot:
            await _exchange(slot, options, address, stored)
        pause = options.retry.pause(attempts, None, left()) if failed(stored) else None
        if pause is None or not budget.spend():
            return stored
        await asyncio.sleep(pause)


def _address(exchange: Attempt, options: ClientOptions) -> Secret[str] | str:
    """Give the address, or what is wrong with it; nothing of the address stands in that."""
    try:
        body: Any = json.loads(exchange.content)
    except (ValueError, RecursionError):
        return "the reference to the payload is no JSON"
    address = cast("dict[str, Any]", body).get(KEY) if isinstance(body, dict) else None
    if not isinstance(address, str) or not address:
        return "the service could not store the payload, and sent no reference to it"
    fault = _fault(address, options)
    return f"the reference to the payload is not followed: {fault}" if fault else Secret(address)


def _fault(address: str, options: ClientOptions) -> str | None:
    match = ADDRESS.fullmatch(address) if len(address) <= LONGEST else None
    if match is None or int(match[3] or 443) > PORTS:
        return "it is no plain https address"
    host = match[2].lower().strip("[]")
    if host in LOOPBACK and urlsplit(options.base_url).hostname in LOOPBACK:
        return None  # a service under development, with its store
    if match[1].lower() != "https":
        return "it is not https"
    if _is_private(host) or not any(host == suffix or host.endswith(f".{suffix}") for suffix in options.payload_hosts):
        return "its host is not among payload_hosts"
    return None


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


async def _exchange(slot: Permit, options: ClientOptions, address: Secret[str], stored: Attempt) -> None:
    client = options.http_client
    if client is not None and sends_unchanged(client):
        await slot.send_by_callers_client(
            CallersClient(client, without_defaults=True), _outgoing(address, options), stored
        )
        return
    parts = urlsplit(address.reveal())
    own = make_connection(options.transport, f"{parts.scheme}://{parts.netloc}")
    await slot.send_on_connection(own, _outgoing(address, options), stored, keep=False)


def _outgoing(address: Secret[str], options: ClientOptions) -> PreparedRequest:
    return PreparedRequest("GET", address, HEADERS, None, None, options.timeouts, options.max_response_bytes)


def failed(stored: Attempt) -> bool:
    """Tell whether a payload did not come in a way that another request may mend."""
    return stored.status in AGAIN or stored.fault in ("broken", "timeout")


def checked(operation: Operation[Any], exchange: Attempt, stored: Attempt) -> bytes:
    """Give the payload.

    Raises:
        DecodeError: It is broken, or the reference to it has expired.
        TransportError: The store could not be reached. The operation itself was carried out in each case.
    """
    start = f"{operation.name}: {exchange.status}, but the payload"
    status: dict[str, Any] = {"status_code": exchange.status}
    if stored.status is not None and stored.status not in SUCCESS:
        expired = stored.status in REFUSED and not failed(stored)
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
