"""The keyword arguments that set options: for a whole client, and for some of its calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from epilot_targeting_generated.lazy import lazy_module

from .checks import check_names
from .rate_limit import RateLimit
from .retry import RetryPolicy
from .token_provider import Authorization
from .token_provider import TokenProvider as TokenProvider

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    # One option names each; importing them takes time.
    ssl = lazy_module("ssl")
    middleware_types = lazy_module("epilot_targeting.middleware")

Transport = Literal["httpx", "httpx2", "aiohttp"]
"""The library of own connections."""


class CallKeywords(TypedDict, total=False):
    """The options that `with_options` takes besides `token`; None keeps the value that is set."""

    org_id: str | None
    headers: Mapping[str, str] | None
    timeout: float | tuple[float, float] | None
    deadline: float | None
    retry: RetryPolicy | None


class ClientKeywords(CallKeywords, total=False):
    """The options that a client, `create_client` and `configure` take besides `token`; None is the default."""

    base_url: str | None
    rate_limit: RateLimit | None
    max_concurrency: int | None
    max_response_bytes: int | None
    max_response_records: int | None
    payload_hosts: Sequence[str] | None
    middleware: Sequence[middleware_types.Middleware] | None
    http_client: Any
    transport: Transport | None
    ssl_context: ssl.SSLContext | None
    proxy: str | None
    allow_http: bool | None
    large_responses: bool | None


def call_overrides(token: TokenProvider | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that a derived client replaces.

    Raises:
        ConfigurationError: There is no such option, or it is one of whole clients only.
    """
    check_names(options, CallKeywords.__annotations__, ClientKeywords.__annotations__)
    named = {name: value for name, value in options.items() if value is not None}
    return named if token is None else {**named, "token": Authorization(token)}
