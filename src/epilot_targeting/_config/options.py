"""Check the options of a client, and keep them in one frozen object."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from epilot_targeting_generated.late_attrs import field, frozen
from epilot_targeting_generated.lazy import lazy_module

from .._tracebacks import HiddenFrames
from ..errors import ConfigurationError
from .base_url import normalise_base_url
from .checks import check_flag, check_names, check_number
from .connection import ConnectionSettings
from .headers import check_header, request_headers
from .keywords import ClientKeywords, Transport
from .network import check_connection, check_scheme, proxy_secret
from .rate_limit import RateLimit
from .retry import RetryPolicy
from .secret import Secret
from .token_provider import Authorization, TokenProvider

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    ssl, middleware_types = map(lazy_module, ("ssl", "epilot_targeting.middleware"))  # as in `keywords`

BASE_URL = "https://targeting.sls.epilot.io"
ASYNC_CLIENT = ("build_request", "event_hooks", "cookies", "aclose")  # a synchronous client lacks the last
ORG_HEADER = "x-epilot-org-id"
PAYLOAD_HOSTS = ("amazonaws.com", "epilot.io")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def _check_hosts(given: Any) -> tuple[str, ...]:
    """Return host names in lower case as a tuple.

    Raises:
        ConfigurationError: They are one string, empty, or not host names.
    """
    try:
        hosts = () if isinstance(given, str) else tuple(host.lower() for host in given)
    except (TypeError, AttributeError):
        hosts = ()
    if not hosts or not all(map(HOST.fullmatch, hosts)):
        raise ConfigurationError("payload_hosts must be a sequence of host names, such as ['amazonaws.com']")
    return hosts


def _check_middleware(given: Any) -> tuple[middleware_types.Middleware, ...]:
    """Return middleware as a tuple.

    Raises:
        ConfigurationError: It is not a sequence of functions.
    """
    functions: Any = given
    if not isinstance(given, Sequence) or not all(map(callable, functions)):
        raise ConfigurationError("middleware must be a sequence of async functions, such as [correlate]")
    return tuple(functions)


@frozen(kw_only=True, slots=False)
class ClientOptions:
    """The options of a client, checked.

    The attributes are the arguments of `TargetingClient`, which describes them. `token` is held by `authorization`, and
    `org_id` is one of the `headers`.

    Raises:
        ConfigurationError: A value is invalid.
    """

    authorization: Authorization = field(factory=Authorization, repr=False)
    base_url: str = field(default=BASE_URL, converter=normalise_base_url)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    timeout: float | tuple[float, float] = (5.0, 30.0)
    deadline: float = 90.0
    retry: RetryPolicy = field(factory=RetryPolicy)
    rate_limit: RateLimit | None = None
    max_concurrency: int = 100
    max_response_bytes: int = 32 * 2**20
    max_response_records: int = 1_000_000
    payload_hosts: Sequence[str] = field(default=PAYLOAD_HOSTS, converter=_check_hosts)
    middleware: Sequence[middleware_types.Middleware] = field(default=(), converter=_check_middleware, repr=False)
    http_client: Any = field(default=None, repr=False)
    transport: Transport = "httpx"
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)
    proxy: Secret[str] | None = field(default=None, repr=False, converter=proxy_secret)
    allow_http: bool = False
    large_responses: bool = True

    def __attrs_post_init__(self) -> None:
        """Check every option.

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
        """Seconds to connect, and to wait for the next bytes."""
        return self.timeout if isinstance(self.timeout, tuple) else (self.timeout, self.timeout)

    @cached_property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers that every request has."""
        return request_headers(self.headers, large_responses=self.large_responses)

    @cached_property
    def connection(self) -> ConnectionSettings:
        """The options that an own connection depends on."""
        return ConnectionSettings(self.transport, self.base_url, self.ssl_context, self.proxy)

    @cached_property
    def base(self) -> tuple[str, str]:
        """The prefixes of an operation: that of its URL, and that of its path."""
        return self.base_url, urlsplit(self.base_url).path

    @cached_property
    def rate_key(self) -> tuple[Hashable, ...]:
        """What tells the quotas of the service apart: origin, organisation, token provider and whether it caches."""
        authorization = self.authorization
        return self.base_url, self.headers.get(ORG_HEADER), authorization.identity, authorization.is_cache

    def replace(
        self,
        *,
        token: TokenProvider | Authorization | None = None,
        org_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> ClientOptions:
        """Return new options with some values replaced. None keeps the present value of any option; headers are added.

        Raises:
            ConfigurationError: There is no such option, or a value is invalid.
        """
        with HiddenFrames():
            changed = {name: value for name, value in changes.items() if value is not None}
            check_names(changes, ClientKeywords.__annotations__)
            if token is not None:
                changed["authorization"] = token if isinstance(token, Authorization) else Authorization(token)
            if org_id is not None and (not isinstance(cast("Any", org_id), str) or not org_id.strip()):
                # Empty, as from an unset variable, it would not name a tenant.
                raise ConfigurationError(f"org_id must be a string that is not empty, not {org_id!r}")
            if headers is not None and not isinstance(cast("Any", headers), Mapping):
                raise ConfigurationError("headers must be a mapping of names to values")
            extra = {**(headers or {}), **({} if org_id is None else {ORG_HEADER: org_id})}
            if extra:
                checked = dict(check_header(name, value) for name, value in extra.items())
                changed["headers"] = {**self.headers, **checked}
            present = {name: getattr(self, name) for name in type(self).__annotations__}
            return ClientOptions(**{**present, **changed})
