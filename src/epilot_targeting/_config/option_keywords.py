"""The names and types of the options: those of a client, and those that `with_options` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from epilot_targeting_generated.lazy import lazy_module

from .rate_limit import RateLimit
from .retry_options import RetryPolicy
from .transport_options import Transport

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    # One option names each; importing them takes time.
    ssl, middleware_types = map(lazy_module, ("ssl", "epilot_targeting.middleware"))


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
