"""The frozen object that holds the options of a client, converted and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import evolve, field, frozen
from epilot_targeting_generated.lazy import lazy_module

from .._tracebacks import HiddenFrames
from . import defaults
from .allow_http import check_scheme
from .base_url import normalise_base_url
from .number_checks import check_flag, check_number
from .option_checks import (
    check_hosts,
    check_http_client,
    check_middleware,
    check_names,
    check_rate_limit,
    check_retry,
    check_timeouts,
)
from .option_keywords import ClientKeywords as ClientKeywords
from .rate_limit import RateLimit
from .request_headers import given_headers, request_headers
from .retry_options import RetryPolicy
from .secret import Secret
from .token_provider import Authorization
from .token_provider import TokenProvider as TokenProvider
from .transport_options import ConnectionSettings, Transport, check_connection, proxy_secret

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    # One option names each; importing them takes time.
    ssl, middleware_types = map(lazy_module, ("ssl", "epilot_targeting.middleware"))


@frozen(kw_only=True)
class ClientOptions:
    """The options of a client, checked.

    The attributes are the arguments of `TargetingClient`, which describes them. `token` is held by `authorization`, and
    `org_id` is one of the `headers`.

    Raises:
        ConfigurationError: A value is invalid.
    """

    authorization: Authorization = field(factory=Authorization, repr=False)
    base_url: str = field(default=defaults.BASE_URL, converter=normalise_base_url)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    timeout: float | tuple[float, float] = defaults.TIMEOUT
    deadline: float = defaults.DEADLINE
    retry: RetryPolicy = field(factory=RetryPolicy)
    rate_limit: RateLimit | None = None
    max_concurrency: int = defaults.MAX_CONCURRENCY
    max_response_bytes: int = defaults.MAX_RESPONSE_BYTES
    max_response_records: int = defaults.MAX_RESPONSE_RECORDS
    payload_hosts: Sequence[str] = field(default=defaults.PAYLOAD_HOSTS, converter=check_hosts)
    middleware: Sequence[middleware_types.Middleware] = field(default=(), converter=check_middleware, repr=False)
    http_client: Any = field(default=None, repr=False)
    transport: Transport = defaults.TRANSPORT
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)
    proxy: Secret[str] | None = field(default=None, repr=False, converter=proxy_secret)
    allow_http: bool = False
    large_responses: bool = True

    def __attrs_post_init__(self) -> None:
        """Check every option after attrs has set and converted it.

        Raises:
            ConfigurationError: One is invalid; the message names it.
        """
        for name in ("allow_http", "large_responses"):
            check_flag(name, getattr(self, name))
        check_scheme(self.base_url, allow_http=self.allow_http)
        check_number("deadline", self.deadline)
        for name in ("max_concurrency", "max_response_bytes", "max_response_records"):
            check_number(name, getattr(self, name), whole=True)
        check_timeouts(self.timeouts)
        check_retry(self.retry)
        check_rate_limit(self.rate_limit)
        check_http_client(self.http_client)
        check_connection(self.connection, self.http_client)

    @cached_property
    def timeouts(self) -> tuple[float, float]:
        """The option `timeout` as a pair of seconds: to connect, and to wait for the next bytes.

        A single number is both.
        """
        return self.timeout if isinstance(self.timeout, tuple) else (self.timeout, self.timeout)

    @cached_property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers of every request by lower-case name, as `request_headers` builds them.

        They are Accept, User-Agent and Accept-Encoding, and those that the options `headers` and `org_id` set, without
        Content-Type and Authorization. Do not change the mapping: all requests share it.
        """
        return request_headers(self.headers, large_responses=self.large_responses)

    @cached_property
    def connection(self) -> ConnectionSettings:
        """The options on which a connection depends: `transport`, `base_url`, `ssl_context` and `proxy`.

        A connection that was opened with others is not used again.
        """
        return ConnectionSettings(self.transport, self.base_url, self.ssl_context, self.proxy)

    @cached_property
    def base(self) -> tuple[str, str]:
        """The base URL without a slash at its end, and the path of that URL, which may be empty.

        They begin the URL and the path of each request, such as `https://example.com/api` and `/api`.
        """
        return self.base_url, urlsplit(self.base_url).path

    def replace(
        self,
        *,
        token: TokenProvider | Authorization | None = None,
        org_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> ClientOptions:
        """Return new options with some values replaced. None keeps the present value of any option.

        Args:
            token: The new token provider, which may be an Authorization already.
            org_id: The new organisation, which sets the header `x-epilot-org-id`.
            headers: Headers that are added to the present ones, or replace those of the same name.
            changes: The other options of a client by name.

        Raises:
            ConfigurationError: There is no such option, or a value is invalid.
        """
        with HiddenFrames():
            changed = {name: value for name, value in changes.items() if value is not None}
            check_names(changes, ClientKeywords.__annotations__)
            if token is not None:
                changed["authorization"] = token if isinstance(token, Authorization) else Authorization(token)
            if extra := given_headers(headers, org_id):
                changed["headers"] = {**self.headers, **extra}
            return evolve(self, **changed)
