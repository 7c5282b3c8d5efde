"""Large responses: read the presigned URL, check its host, and download from the vendor's object store.

The URL is a credential, and its host is not that of the service: the token and the headers of the caller are not sent.
A stored body may be JSON within a JSON string, which `_response/decode.py` reads.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._config.allow_http import LOOPBACK
from .._config.request_headers import ACCEPT_ENCODING
from .._config.secret import Secret
from .._response.transport_error import failure_text
from .._status_ranges import CLIENT_ERRORS, SUCCESS
from .._transport.attempt import Attempt, PreparedRequest
from .._transport.callers_client import CallersClient, has_no_request_hooks
from .._transport.permit import Permit
from .._transport.pool import make_connection
from .._transport.tracing_tools import without_spans
from ..errors import (
    ClientClosedError,
    ConfigurationError,
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TransportError,
)
from .log_lines import log_download_retry
from .retry_pauses import retry_pause

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._transport.pool import ConnectionPool
    from .retry_budget import RetryBudget

KEY = "$payload_ref"
PRESIGNED_URL = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?(?:/[!-~]*)?", re.IGNORECASE
)
"""Strict, so that no two parsers can read a URL in different ways."""
LARGEST_PORT = 65535
MAX_URL = 8192  # characters
MAX_REFERENCE = 2**16  # bytes; parsed, a body of megabytes could take gigabytes
HEADERS = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING}
RETRIED = frozenset({408, 429, *range(500, 600)})
"""The statuses of the object store after which the download is retried."""


def presigned_url(options: ClientOptions, operation: Operation[Any], attempt: Attempt) -> Secret[str]:
    """Return the presigned URL in the reference to a large response, after checking it.

    `attempt` has a 2xx status, and the media type of such a reference. Its body is not checked yet.

    Raises:
        DecodeError: The body has no URL, or one that is not allowed: see `_url_fault`. The operation itself was carried
            out.
    """
    url = _url_or_reason(attempt, options)
    if isinstance(url, str):
        raise DecodeError(f"{operation.name}: {attempt.status}, but {url}", status_code=attempt.status)
    return url


def _url_or_reason(attempt: Attempt, options: ClientOptions) -> Secret[str] | str:
    """Return the presigned URL in the body of an attempt, or a text for an error: why there is none that may be used.

    The body may be anything, and should be the reference to a large response. The text does not show the URL. Nothing
    is raised.
    """
    if len(attempt.content) > MAX_REFERENCE:
        return f"the reference to the stored response is longer than {MAX_REFERENCE} bytes"
    try:
        body: Any = json.loads(attempt.content)
    except (ValueError, RecursionError):
        return "the reference to the stored response is not valid JSON"
    url = cast("dict[str, Any]", body).get(KEY) if isinstance(body, dict) else None
    if not isinstance(url, str) or not url:
        return "the service sent no reference to the stored response"
    fault = _url_fault(url, options)
    return f"the reference to the stored response is not followed: {fault}" if fault else Secret(url)


def _url_fault(url: str, options: ClientOptions) -> str | None:
    """Return the reason why a presigned URL may not be used, or None if it may. The reason does not show the URL.

    It must be https, unless `allow_http` is set. Its host must be in `payload_hosts`, or a subdomain of one of them,
    and no private IP address. If the service itself is on a loopback host, the URL may also lead to one, with http.
    """
    match = PRESIGNED_URL.fullmatch(url) if len(url) <= MAX_URL else None
    if match is None or int(match[3] or 443) > LARGEST_PORT:
        return "its URL is invalid"
    host = match[2].lower().strip("[]")
    if host in LOOPBACK and urlsplit(options.base_url).hostname in LOOPBACK:
        return None  # a service under development with its object store
    if match[1].lower() != "https" and not options.allow_http:
        return "its URL is not https"
    if _is_private(host) or not any(host == suffix or host.endswith(f".{suffix}") for suffix in options.payload_hosts):
        return "its host is not in payload_hosts"
    return None


def _is_private(host: str) -> bool:
    """Return whether the host of a presigned URL is an IP address that is not public. A host name is not looked up.

    For a host name return False. `host` is an IPv6 address without its brackets, an IPv4 address, or a name.
    """
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


async def download(
    pool: ConnectionPool,
    options: ClientOptions,
    url: Secret[str],
    budget: RetryBudget,
    left: Callable[[], float],
    operation: str,
) -> Attempt:
    """Download a stored response, and retry as the retry policy allows. Return the last attempt, successful or not.

    Each attempt waits for a permit. Before each retry, spend the retry budget, log the retry, and pause. A failed
    download is recorded in the attempt, and `stored_content` raises its error. The deadline of the call cancels this.

    Args:
        pool: The connection pool of the event loop.
        options: The options of the call.
        url: The presigned URL.
        budget: The retry budget of the client.
        left: Returns the seconds until the deadline of the call. No retry follows if the pause would not end before.
        operation: The method name of the operation, for log lines.

    Raises:
        ConfigurationError: A proxy or certificate file that an option or environment variable names is invalid. Its
            `applied` is True: the operation itself was carried out.
        ClientClosedError: The caller's client is that of a fake, and was closed. Its `applied` is True, too.
    """
    attempts = 0
    while True:
        stored = Attempt()
        attempts += 1
        try:
            async with Permit(pool, options, fresh=True) as permit:
                with without_spans():
                    await _send_download(permit, options, url, stored)
        except (ConfigurationError, ClientClosedError) as error:
            error.applied = True  # the operation itself was carried out
            raise
        pause = retry_pause(options.retry, attempts, None, left()) if may_retry_download(stored) else None
        if pause is None or not budget.spend():
            return stored
        log_download_retry(operation, attempts, str(stored.status or stored.fault), pause)
        await asyncio.sleep(pause)


async def _send_download(permit: Permit, options: ClientOptions, url: Secret[str], stored: Attempt) -> None:
    """Send one download request for a presigned URL, and record its response or fault in `stored`.

    `http_client` sends it if it is set and has no request hooks, which could add a token. Otherwise a new
    connection does, which is closed afterwards. A network error or timeout is recorded too, and not raised.

    Args:
        permit: A permit that was granted, which sends the request. The caller returns it.
        options: The options of the call.
        url: The presigned URL.
        stored: A new attempt, which this fills.

    Raises:
        ConfigurationError: The proxy or a certificate file of the new connection is invalid, or the installed
            version of the HTTP library is unsuitable.
        ClientClosedError: `http_client` is closed, and has a `closed_message`, as that of the fake has.
    """
    client = options.http_client
    if client is not None and has_no_request_hooks(client):
        await permit.send_by_callers_client(
            CallersClient(client, without_defaults=True), _download_request(url, options), stored
        )
        return
    parts = urlsplit(url.reveal())
    # Not by aiohttp: tools that trace it have no switch.
    library = "httpx" if options.transport == "aiohttp" else options.transport
    settings = options.connection._replace(transport=library, base_url=f"{parts.scheme}://{parts.netloc}")
    own = make_connection(settings)
    await permit.send_on_connection(own, _download_request(url, options), stored, keep=False)


def _download_request(url: Secret[str], options: ClientOptions) -> PreparedRequest:
    """Return the GET request for a presigned URL, without the token and the client's headers.

    The timeouts and the size limit are those of `options`. `presigned_url` has checked the URL.
    """
    return PreparedRequest("GET", url, HEADERS, None, None, options.timeouts, options.max_response_bytes)


def may_retry_download(stored: Attempt) -> bool:
    """Return whether the outcome of a download of a large response allows another attempt.

    That is so after a network error, a timeout, or the status 408, 429 or 5xx. The caller checks the retry policy and
    the budget.
    """
    return stored.status in RETRIED or stored.fault in ("connection", "timeout")


def stored_content(operation: Operation[Any], attempt: Attempt, stored: Attempt) -> bytes:
    """Return the body of a large response that was downloaded, or raise the error of a failed download.

    The operation itself was carried out in any case.

    Args:
        operation: The operation.
        attempt: The attempt whose response contains the presigned URL.
        stored: The last attempt of the download.

    Raises:
        DecodeError: The content could not be decompressed, or the object store responded with a failure status.
            `expired` of the error is True after a 4xx for which `may_retry_download` is False.
        ResponseTooLargeError: The content is larger than `max_response_bytes`.
        RequestTimeoutError: The object store was too slow.
        TransportError: The object store could not be reached, or the connection broke.
    """
    start = f"{operation.name}: {attempt.status}, but the stored response"
    status: dict[str, Any] = {"status_code": attempt.status}
    if stored.status is not None and stored.status not in SUCCESS:
        expired = stored.status in CLIENT_ERRORS and not may_retry_download(stored)
        raise DecodeError(
            f"{start} could not be downloaded: the object store responded with {stored.status}",
            expired=expired,
            **status,
        )
    if stored.fault == "size":
        raise ResponseTooLargeError(f"{start} is too large: {stored.reason}", **status)
    if stored.fault == "encoding":
        raise DecodeError(f"{start} is malformed: {stored.reason}", **status)
    if stored.fault == "timeout":
        text = f"{start} could not be downloaded: {failure_text(stored)}"
        raise RequestTimeoutError(text, applied=True, limit=stored.limit)
    if stored.fault:
        text = f"{start} could not be downloaded: the connection to the object store failed: {failure_text(stored)}"
        raise TransportError(text, applied=True) from stored.cause
    return stored.content
