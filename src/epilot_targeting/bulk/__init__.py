"""Bulk writes: any number of items under a rate limit, through failures and crashes, each with one result.

In: a client, a campaign id and the items. Out: a `BulkRun` with a result for each item.
May import: `errors`, `client`, `campaign_recipient`.

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

    from ._errors import BulkInterrupted, OutcomeUnknownError, RecipientMismatchError
    from ._journal import Journal
    from ._progress import BulkProgress
    from ._results import BulkResult
    from ._run import BulkRun
    from ._start import create_recipients, update_portal_statuses, update_recipients

__all__ = [
    "BulkInterrupted",
    "BulkProgress",
    "BulkResult",
    "BulkRun",
    "Journal",
    "OutcomeUnknownError",
    "RecipientMismatchError",
    "create_recipients",
    "update_portal_statuses",
    "update_recipients",
]

_HOMES = {
    "BulkInterrupted": "._errors",
    "BulkProgress": "._progress",
    "BulkResult": "._results",
    "BulkRun": "._run",
    "Journal": "._journal",
    "OutcomeUnknownError": "._errors",
    "RecipientMismatchError": "._errors",
    "create_recipients": "._start",
    "update_portal_statuses": "._start",
    "update_recipients": "._start",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
