"""The client of a fake: authorised, without a socket, and without pauses between its attempts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from .._config.options import ClientKeywords, TokenProvider
from ..client import TargetingClient
from ._object_store import STORE
from ._request_and_response import Reply, Request

if TYPE_CHECKING:
    from httpx import AsyncClient

ADDRESS = "https://targeting.fake.invalid"
CLOSED = (
    "the FakeTargeting of this client is closed: call inside its `async with`, or make a new client with `client()`"
)


def fake_http_client(
    handle: Callable[[Request], Awaitable[Reply]], get_stored: Callable[[Request], Reply]
) -> AsyncClient:
    """Return a new HTTP client whose requests go to a fake. The caller closes it.

    Once it is closed, calls of a `TargetingClient` that uses it raise ClientClosedError, with the text
    `CLOSED`.

    Args:
        handle: Returns the response of the fake to a request for any host but that of its object store.
        get_stored: Returns the response of that object store, whose origin is `STORE`, for large responses.
    """
    from httpx import AsyncClient

    from ._httpx_transport import FakeTransport

    http = AsyncClient(transport=FakeTransport(handle, get_stored))
    vars(http)["closed_message"] = CLOSED
    return http


def fake_client(http: AsyncClient, token: TokenProvider, options: ClientKeywords) -> TargetingClient:
    """Return a client that sends its requests by the HTTP client of a fake, and retries without a pause.

    Args:
        http: The HTTP client, which the result does not close.
        token: A token or token provider.
        options: Options of the client, which replace the defaults here, such as the one for `retry`. It is not changed.

    Raises:
        ConfigurationError: There is no such option, or its value is invalid.
    """
    from .._config.retry_options import RetryPolicy

    settings: ClientKeywords = {
        "base_url": ADDRESS,
        "http_client": http,
        "retry": RetryPolicy(backoff=0),
        "payload_hosts": [STORE.partition("://")[2]],
        **options,
    }
    return TargetingClient(token, **settings)
