"""Check the options of a client that no other module checks, and reject a name that no option has."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from .number_checks import check_number
from .rate_limit import RateLimit
from .retry_options import RetryPolicy

if TYPE_CHECKING:
    from ..middleware import Middleware

ASYNC_CLIENT = ("build_request", "event_hooks", "cookies", "aclose")  # a synchronous client lacks the last
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class UnknownOptionError(ConfigurationError, TypeError):
    """There is no such option. It is also the TypeError that Python raises for an unknown keyword argument."""


def check_names(given: Collection[str], known: Collection[str], others: Collection[str] = ()) -> None:
    """Check the names of the options that a user has passed to a function. Their values are not checked.

    Args:
        given: The names that the user has passed.
        known: The names of the options that the function takes.
        others: The names of the options that only a whole client takes. Default: none.

    Raises:
        UnknownOptionError: A name is unknown: the message suggests a similar one. Or it is one of `others`: the message
            says so.
    """
    for name in sorted(set(given) - set(known)):
        if name in others:
            raise UnknownOptionError(f"{name} is an option of a whole client: set it when you create the client")
        if name in RetryPolicy.__annotations__:
            raise UnknownOptionError(f"there is no option {name}: pass retry=RetryPolicy({name}=…)")
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
        is_valid = bool(hosts) and all(map(HOST.fullmatch, hosts))
    except (TypeError, AttributeError):
        hosts, is_valid = (), False
    if not is_valid:
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


def check_timeouts(seconds: Sequence[object]) -> None:
    """Check the option `timeout`, as a pair: the seconds to connect, and those to wait for the next bytes.

    Raises:
        ConfigurationError: It has more or fewer than two items, or one is not a number greater than 0 and at most 10⁹.
    """
    if len(seconds) != 2:  # noqa: PLR2004 (a pair)
        raise ConfigurationError("timeout must be a number, or a pair of numbers: (connect, read and write)")
    for each in seconds:
        check_number("timeout", each)


def check_retry(given: object) -> None:
    """Check that the option `retry` is a RetryPolicy.

    Raises:
        ConfigurationError: It is not.
    """
    if not isinstance(given, RetryPolicy):
        raise ConfigurationError("retry must be a RetryPolicy")


def check_rate_limit(given: object) -> None:
    """Check that the option `rate_limit` is a RateLimit or None.

    Raises:
        ConfigurationError: It is neither.
    """
    if given is not None and not isinstance(given, RateLimit):
        raise ConfigurationError("rate_limit must be a RateLimit, such as RateLimit(requests=500, seconds=60)")


def check_http_client(given: object) -> None:
    """Check that the option `http_client` is None, or an object like an `httpx.AsyncClient`.

    Raises:
        ConfigurationError: It is a class, or lacks one of the attributes in `ASYNC_CLIENT`, such as `aclose`.
    """
    if isinstance(given, type):
        raise ConfigurationError("http_client must be an httpx.AsyncClient, not the class: add parentheses")
    if given is not None and not all(hasattr(given, name) for name in ASYNC_CLIENT):
        raise ConfigurationError("http_client must be an httpx.AsyncClient")
