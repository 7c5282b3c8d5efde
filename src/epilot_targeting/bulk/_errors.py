"""The errors of bulk runs, the text of `BulkInterrupted`, and which failures end a run or are sent again."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Mapping
from typing import Any, Literal

from epilot_targeting_generated import models

from ..errors import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    ConfigurationError,
    ForbiddenError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    TargetingError,
    TransportError,
    UnauthorizedError,
)
from ._counts import counts_text

Failure = Literal["applied", "fatal", "limited", "refused", "unknown", "unreached"]
FATAL = (AuthorizationError, ClientClosedError, ConfigurationError, ForbiddenError, UnauthorizedError)
"""Errors that every item would end with: no item causes them."""


class BulkInterrupted(TargetingError):  # noqa: N818 (a public name)
    """The run gave up before its end. The error that ended it is `__cause__`.

    Start a new run over the same input to continue, with the same journal if it had one.

    `applied` is False if the service certainly did nothing for the run, else None: look at `counts`. The text says how
    many items are in doubt. `operation` is the name of the bulk operation; `attempts` is 0, since they count by item.

    Attributes:
        counts: The number of results by status.
    """

    counts: Mapping[str, int] = {}  # noqa: RUF012 (never changed: each error sets its own)


class RecipientMismatchError(TargetingError):
    """The recipient has other values than asked for. The service's error, if there is one, is `__cause__`.

    Attributes:
        asked: The values that were asked for and differ.
        found: The values of the recipient in their place.
    """

    asked: Mapping[str, Any] = {}  # noqa: RUF012
    found: Mapping[str, Any] = {}  # noqa: RUF012


class OutcomeUnknownError(RecipientMismatchError):
    """It cannot be decided whether the write was carried out. The text says why."""

    applied: bool | None = None


class RetriggerRefusedError(TargetingError):
    """The service did not start the automation of a recipient again.

    Attributes:
        result: The result of the service: `failure`, `not_found`, `invalid_status`, or an empty string if the recipient
            was not sent.
    """

    result: str = ""


class JobFailedError(TargetingError):
    """The job of a campaign failed, was cancelled or was never started. `wait_for_job(check=True)` raises it.

    Attributes:
        status: The last status of the job.
    """

    status: models.JobStatus | None = None


class JobTimeoutError(RequestTimeoutError):
    """The job of a campaign did not end within the `timeout` of `wait_for_job`, which is its `limit`.

    If the last requests failed, their error is `__cause__`.

    Attributes:
        status: The last status of the job, or None if the service returned none.
    """

    limit = "timeout"
    status: models.JobStatus | None = None


def failure_of(error: TargetingError) -> Failure:
    """Return the class of a failed call, which decides what the run does next. The first that fits is returned.

    - `fatal`: the token, the client, an option or the campaign is invalid, so that every item would fail.
    - `limited`: the rate limit, of the service or of the client. The call is made again later.
    - `applied`: the operation was carried out, and its response is malformed or incomplete.
    - `unknown`: it is unknown whether the operation was carried out.
    - `unreached`: the service received nothing. The call is made again later.
    - `refused`: the service rejected the request with a 4xx.
    """
    if isinstance(error, FATAL) or getattr(error, "code", None) == "CAMPAIGN_NOT_FOUND":
        return "fatal"
    if isinstance(error, RateLimitError) or getattr(error, "limit", None) == "rate_limit":
        return "limited"
    if error.applied is not False:
        return "applied" if error.applied else "unknown"
    return "refused" if isinstance(error, ApiError) else "unreached"


def is_outage(error: TargetingError) -> bool:
    """Return whether an error is a 5xx, or a `TransportError`: no connection, a broken one, or a timeout.

    The caller then waits, and calls again. A call that waited too long for the rate limit has such a timeout, too: ask
    `failure_of` first.
    """
    return isinstance(error, TransportError | ServerError)


def is_unreached(error: Exception) -> bool:
    """Return whether an error means that no connection was made: a name that does not resolve, a closed port, TLS.

    It is a `TransportError` whose `applied` is False, and no timeout: a slow network or server may recover. While each
    call of a run fails like this, the run gives up earlier.
    """
    return isinstance(error, TransportError) and not isinstance(error, RequestTimeoutError) and error.applied is False


def not_cancelled(error: BaseException, operation: str) -> BaseException:
    """Return an exception that ends a run, and in place of a CancelledError a RuntimeError with it as the cause.

    A CancelledError that is raised to the consumer would read as a cancellation of the consumer itself. `operation` is
    the name of the operation, for the message.
    """
    if not isinstance(error, CancelledError):
        return error
    text = "the input, a middleware or a callback raised CancelledError, or a task of the run was cancelled"
    failure = RuntimeError(f"{operation}: {text}")
    failure.__cause__ = error
    return failure


def interrupted_error(
    cause: Exception, operation: str, counts: Mapping[str, int], applied: bool | None, rest: str
) -> BulkInterrupted:
    """Return the error of a run that gave up, for `BulkRun` to raise from `cause`: its `__cause__` is not set here.

    Its text says why, what is done, what is left, and how to continue.

    Args:
        cause: The error that ended the run.
        operation: The name of the operation.
        counts: The number of results by status.
        applied: False if the service certainly did nothing for the run, else None.
        rest: The end of the text: that of `state_of_run`, with an advice before it if the service was never reached.
    """
    text = f"{operation} was interrupted: {type(cause).__name__}: {cause}; {rest}"
    return BulkInterrupted(text, counts=counts, operation=operation, applied=applied)


def state_of_run(
    counts: Mapping[str, int], remaining: int | None, in_doubt: int, *, is_repeatable: bool, has_journal: bool
) -> str:
    """Return the state of a run that ended early, as one line of text: what is done, what is left, how to continue.

    An example is `36 done, 2 rejected; 5 items are left, 1 of them in doubt: perhaps carried out; start a new run over
    the same input to continue`.

    Args:
        counts: The number of results by status, with a 0 for a status without results, as `Counts` has it.
        remaining: The number of items without a result, or None if the number of items is unknown.
        in_doubt: The number of items without a result that may have been carried out.
        is_repeatable: Whether another run may send items of unknown outcome again. It changes the advice only.
        has_journal: Whether the user passed in a journal, which the next run needs too. It changes the advice only.
    """
    journal = " with the same journal" if has_journal else ""
    again = f"start a new run{' over the same input' if is_repeatable else ''}{journal} to continue"
    if not (is_repeatable or has_journal) and (in_doubt or counts["unknown"]):
        again = "without a journal, another run may send those of unknown outcome a second time"
    left = "" if remaining is None else f"; {remaining} {'item is' if remaining == 1 else 'items are'} left"
    if in_doubt:
        left += f"{f', {in_doubt} of them' if left else f'; {in_doubt}'} in doubt: perhaps carried out"
    done = counts_text(counts) or "nothing is done"
    return f"{done}{left}; {again}"
