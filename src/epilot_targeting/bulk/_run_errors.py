"""The exceptions that a run raises at its end, and their text: what is done, what is left, and how to continue."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Mapping

from ._counts import counts_text
from ._errors import BulkInterrupted


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
