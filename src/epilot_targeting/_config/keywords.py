"""The keyword arguments that set options: of a client, and of `with_options`. Reject an unknown name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from epilot_targeting_generated.lazy import lazy_module

from ..errors import ConfigurationError
from .connection import Transport
from .rate_limit import RateLimit
from .retry_policy import RetryPolicy
from .token_provider import Authorization
from .token_provider import TokenProvider as TokenProvider

if TYPE_CHECKING:
    import ssl

    from .. import middleware as middleware_types
else:
    # One option names each; importing them takes time.
    ssl = lazy_module("ssl")
    middleware_types = lazy_module("epilot_targeting.middleware")


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


class UnknownOptionError(ConfigurationError, TypeError):
    """There is no such option. It is also the TypeError that Python raises for an unknown keyword argument."""


def check_names(given: Collection[str], known: Collection[str], others: Collection[str] = ()) -> None:
    """Check that options with these names may be set here. Return nothing; values are not checked.

    Args:
        given: The names that the caller passed.
        known: The names of the options that may be set here.
        others: The names of options that can be set for a whole client only. The message of their error says so.

    Raises:
        UnknownOptionError: A name is unknown; the message suggests the most similar one.
    """
    for name in sorted(set(given) - set(known)):
        if name in others:
            raise UnknownOptionError(f"{name} is an option of a whole client: set it when you create the client")
        from difflib import get_close_matches  # only a mistake needs it

        similar = get_close_matches(name, known, n=1)
        raise UnknownOptionError(f"there is no option {name}" + "".join(f": did you mean `{one}`?" for one in similar))


def call_overrides(token: TokenProvider | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that `with_options` replaces, as keyword arguments of `ClientOptions.replace`.

    Those that are None are left out. Only the names are checked here, not the values.

    Args:
        token: The option `token`. It is in the result under "token", as an Authorization, unless it is None.
        options: The other options by name.

    Raises:
        ConfigurationError: There is no such option, or it is one of whole clients only.
    """
    check_names(options, CallKeywords.__annotations__, ClientKeywords.__annotations__)
    named = {name: value for name, value in options.items() if value is not None}
    return named if token is None else {**named, "token": Authorization(token)}
