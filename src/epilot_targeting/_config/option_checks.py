"""Check the options of a client that no other module checks, and reject a name that no option has."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..errors import ConfigurationError
from .allow_http import check_scheme
from .number_checks import check_flag, check_number
from .rate_limit import RateLimit
from .retry_options import RetryPolicy
from .transport_options import check_connection

if TYPE_CHECKING:
    from ..middleware import Middleware
    from .options import ClientOptions

ASYNC_CLIENT = ("build_request", "event_hooks", "cookies", "aclose")  # a synchronous client lacks the last
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class UnknownOptionError(ConfigurationError, TypeError):
    """There is no such option. It is also the TypeError that Python raises for an unknown keyword argument."""


def check_names(given: Collection[str], known: Collection[str], others: Collection[str] = ()) -> None:
    """Check that options with these names may be set where the caller is. Their values are not checked.

    Args:
        given: The names that the caller passed.
        known: The names of the options that may be set there.
        others: The names of options that can be set for a whole client only.

    Raises:
        UnknownOptionError: A name is unknown: the message suggests a similar one. Or it is one of `others`: the message
            says so.
    """
    for name in sorted(set(given) - set(known)):
        if name in others:
            raise UnknownOptionError(f"{name} is an option of a whole client: set it when you create the client")
        from difflib import get_close_matches  # only a mistake needs it

        similar = get_close_matches(name, known, n=1)
        raise UnknownOptionError(f"there is no option {name}" + "".join(f": did you mean `{one}`?" for one in similar))


def check_hosts(given: Any) -> tuple[str, ...]:
    """Return the option `payload_hosts` as a tuple of host names in lower case.

    `given` is what the user set, of any type; None is invalid.

    Raises:
        ConfigurationError: It is a single string, it is empty, or an item is not a host name (such as one with a port).
    """
    try:
        hosts = () if isinstance(given, str) else tuple(host.lower() for host in given)
    except (TypeError, AttributeError):
        hosts = ()
    if not hosts or not all(map(HOST.fullmatch, hosts)):
        raise ConfigurationError("payload_hosts must be a sequence of host names, such as ['amazonaws.com']")
    return hosts


def check_middleware(given: Any) -> tuple[Middleware, ...]:
    """Return the option `middleware` as a tuple, which may be empty.

    `given` is what the user set, of any type; None is invalid.

    Raises:
        ConfigurationError: It is not a sequence, or an item cannot be called.
    """
    functions: Any = given
    if not isinstance(given, Sequence) or not all(map(callable, functions)):
        raise ConfigurationError("middleware must be a sequence of async functions, such as [correlate]")
    return tuple(functions)


def check_options(options: ClientOptions) -> None:
    """Check every option that no converter and no other function has checked yet. `options` is complete.

    Raises:
        ConfigurationError: One is invalid; the message names it.
    """
    for name in ("allow_http", "large_responses"):
        check_flag(name, getattr(options, name))
    check_scheme(options.base_url, allow_http=options.allow_http)
    check_number("deadline", options.deadline)
    for name in ("max_concurrency", "max_response_bytes", "max_response_records"):
        check_number(name, getattr(options, name), whole=True)
    if len(options.timeouts) != 2:  # noqa: PLR2004 (a pair)
        raise ConfigurationError("timeout must be a number, or a pair of numbers: (connect, read and write)")
    for seconds in options.timeouts:
        check_number("timeout", seconds)
    if not isinstance(cast("Any", options.retry), RetryPolicy):
        raise ConfigurationError("retry must be a RetryPolicy")
    if options.rate_limit is not None and not isinstance(cast("Any", options.rate_limit), RateLimit):
        raise ConfigurationError("rate_limit must be a RateLimit, such as RateLimit(requests=500, seconds=60)")
    if isinstance(options.http_client, type):
        raise ConfigurationError("http_client must be an httpx.AsyncClient, not the class: add parentheses")
    if options.http_client is not None and not all(hasattr(options.http_client, name) for name in ASYNC_CLIENT):
        raise ConfigurationError("http_client must be an httpx.AsyncClient")
    check_connection(options.connection, options.http_client)
