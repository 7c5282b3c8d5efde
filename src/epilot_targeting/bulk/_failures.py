"""Which failed calls end a run, are made again, or count as an outage."""

from __future__ import annotations

from typing import Literal

from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    ConfigurationError,
    DecodeError,
    ForbiddenError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    TargetingError,
    TransportError,
    UnauthorizedError,
)

Failure = Literal["fatal", "limited", "refused", "unknown", "unreached"]
FATAL = (AuthorizationError, ClientClosedError, ConfigurationError, ForbiddenError, UnauthorizedError)
"""Errors that every item would end with: no item causes them."""
REDIRECTS = range(300, 400)


def failure_of(error: TargetingError) -> Failure:
    """Return the class of a failed call, which decides what the run does next: the first name that fits.

    - `fatal`: the token, the client, an option or the campaign is invalid, so that every item would fail.
    - `limited`: the rate limit, of the service or of the client. The call is made again later.
    - `unknown`: it is unknown whether the operation was carried out. A malformed success is no proof: a proxy may have
      made it up.
    - `refused`: the service rejected the request with a 4xx.
    - `unreached`: any other error. The service received nothing, and the call is made again later.
    """
    if isinstance(error, FATAL) or getattr(error, "code", None) == "CAMPAIGN_NOT_FOUND":
        return "fatal"
    if isinstance(error, RateLimitError) or getattr(error, "limit", None) == "rate_limit":
        return "limited"
    if error.applied is not False:
        return "unknown"
    return "refused" if isinstance(error, ApiError) else "unreached"


def is_outage(error: TargetingError) -> bool:
    """Return whether an error is a 5xx, or a `TransportError`: no connection, a broken one, or a timeout.

    A redirect, and a success of a foreign media type, such as a login page, count too: another server has responded.
    The caller then waits, and calls again. Call `failure_of` first: an error for which it returns `limited` is
    no outage. A call that waited too long for the rate limit has a timeout, too.
    """
    if isinstance(error, ApiError) and error.status_code in REDIRECTS:
        return True
    is_foreign = isinstance(error, DecodeError) and error.applied is None
    return is_foreign or isinstance(error, TransportError | ServerError)


def is_unreached(error: Exception) -> bool:
    """Return whether an error means that no connection was made: a name that does not resolve, a closed port, TLS.

    It is a `TransportError` whose `applied` is False, and no timeout: a slow network or server may recover. While each
    call of a run fails like this, the run gives up earlier.
    """
    return isinstance(error, TransportError) and not isinstance(error, RequestTimeoutError) and error.applied is False
