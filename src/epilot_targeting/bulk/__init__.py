"""Bulk writes: any number of items under a rate limit, through failures and crashes, each with one result. Jobs, too.

In: a client, a campaign id and the items. Out: a `BulkRun` with a result for each item.
May import: `errors`, `_logger`, `client`, `campaign`, `campaign_recipient`, `target`,
`recipient_pager`.

    from epilot_targeting.bulk import Journal, create_recipients

    async with create_recipients(client, campaign_id, payloads, journal=Journal("run.sqlite")) as run:
        async for result in run:
            print(result.key, result.status, result.error)
    print(run.counts)

Nothing is loaded before it is named.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING: bool = False  # as in the package itself: type checkers and jedi read the imports below
if TYPE_CHECKING:
    from typing import Any

    from ._errors import (
        BulkInterrupted,
        JobFailedError,
        JobTimeoutError,
        OutcomeUnknownError,
        RecipientMismatchError,
        RetriggerRefusedError,
    )
    from ._jobs import wait_for_job
    from ._journal import Journal
    from ._match import get_all_target_queries, match_all_campaigns, match_all_targets
    from ._progress import BulkProgress
    from ._results import BulkResult
    from ._retrigger import retrigger_failed
    from ._run import BulkRun
    from ._start import create_recipients, update_portal_statuses, update_recipients

__all__ = [
    "BulkInterrupted",
    "BulkProgress",
    "BulkResult",
    "BulkRun",
    "JobFailedError",
    "JobTimeoutError",
    "Journal",
    "OutcomeUnknownError",
    "RecipientMismatchError",
    "RetriggerRefusedError",
    "create_recipients",
    "get_all_target_queries",
    "match_all_campaigns",
    "match_all_targets",
    "retrigger_failed",
    "update_portal_statuses",
    "update_recipients",
    "wait_for_job",
]

_HOMES = {
    "BulkInterrupted": "._errors",
    "BulkProgress": "._progress",
    "BulkResult": "._results",
    "BulkRun": "._run",
    "JobFailedError": "._errors",
    "JobTimeoutError": "._errors",
    "Journal": "._journal",
    "OutcomeUnknownError": "._errors",
    "RecipientMismatchError": "._errors",
    "RetriggerRefusedError": "._errors",
    "create_recipients": "._start",
    "get_all_target_queries": "._match",
    "match_all_campaigns": "._match",
    "match_all_targets": "._match",
    "retrigger_failed": "._retrigger",
    "update_portal_statuses": "._start",
    "update_recipients": "._start",
    "wait_for_job": "._jobs",
}


def __getattr__(name: str) -> Any:
    """Import the module that defines a public name of this package, and return the object of that name.

    Python calls this at the first use of a name. The object is kept in this package, where later uses find it.

    Raises:
        AttributeError: There is no such name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names of this package, for `dir`. None of them is loaded."""
    return __all__
