"""Check the options of a client, and keep them in one frozen object."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from attrs import evolve, field, frozen
from epilot_targeting_generated.lazy import lazy_module

from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError
from . import defaults
from .allow_http import check_scheme
from .base_url import normalise_base_url
from .checks import check_flag, check_number
from .connection import ConnectionSettings, Transport, check_connection, proxy_secret
from .headers import given_headers, request_headers
from .keywords import ClientKeywords, check_names
from .rate_limit import RateLimit
from .retry_policy import RetryPolicy
from .secret import Secret
from .token_provider import Authorization, TokenProvider

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    ssl, middleware_types = map(lazy_module, ("ssl", "epilot_targeting.middleware"))  # as in `keywords`

ASYNC_CLIENT = ("build_request", "event_hooks", "cookies", "aclose")  # a synchronous client lacks the last
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def _check_hosts(given: Any) -> tuple[str, ...]:
    """Return the option `payload_hosts` as a tuple of host names in lower case.

    Raises:
        ConfigurationError: It is a single string, an empty sequence, or an item is not a host name.
    """
    try:
        hosts = () if isinstance(given, str) else tuple(host.lower() for host in given)
    except (TypeError, AttributeError):
        hosts = ()
    if not hosts or not all(map(HOST.fullmatch, hosts)):
        raise ConfigurationError("payload_hosts must be a sequence of host names, such as ['amazonaws.com']")
    return hosts


def _check_middleware(given: Any) -> tuple[middleware_types.Middleware, ...]:
    """Return the option `middleware` as a tuple, which may be empty.

    Raises:
        ConfigurationError: It is not a sequence, or an item cannot be called.
    """
    functions: Any = given
    if not isinstance(given, Sequence) or not all(map(callable, functions)):
        raise ConfigurationError("middleware must be a sequence of async functions, such as [correlate]")
    return tuple(functions)


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
    payload_hosts: Sequence[str] = field(default=defaults.PAYLOAD_HOSTS, converter=_check_hosts)
    middleware: Sequence[middleware_types.Middleware] = field(default=(), converter=_check_middleware, repr=False)
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
        if len(self.timeouts) != 2:  # noqa: PLR2004 (a pair)
            raise ConfigurationError("timeout must be a number, or a pair of numbers: (connect, read and write)")
        for seconds in self.timeouts:
            check_number("timeout", seconds)
        if not isinstance(cast("Any", self.retry), RetryPolicy):
            raise ConfigurationError("retry must be a RetryPolicy")
        if self.rate_limit is not None and not isinstance(cast("Any", self.rate_limit), RateLimit):
            raise ConfigurationError("rate_limit must be a RateLimit, such as RateLimit(requests=500, seconds=60)")
        if self.http_client is not None and not all(hasattr(self.http_client, name) for name in ASYNC_CLIENT):
            raise ConfigurationError("http_client must be an httpx.AsyncClient")
        check_connection(self.connection, self.http_client)

    @cached_property
    def timeouts(self) -> tuple[float, float]:
        """The option `timeout` as a pair of seconds: to connect, and to wait for the next bytes.

        A single number is both.
        """
        return self.timeout if isinstance(self.timeout, tuple) else (self.timeout, self.timeout)

    @cached_property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers of every request by lower-case name: the client's own, and those of `headers` and `org_id`."""
        return request_headers(self.headers, large_responses=self.large_responses)

    @cached_property
    def connection(self) -> ConnectionSettings:
        """The options that a connection depends on: one that was opened with others is not used again."""
        return ConnectionSettings(self.transport, self.base_url, self.ssl_context, self.proxy)

    @cached_property
    def base(self) -> tuple[str, str]:
        """The base URL without a slash at its end, and the path of that URL, which may be empty.

        They begin the URL and the path of each request.
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
            token: The new token provider.
            org_id: The new organisation, which is added to the headers.
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
