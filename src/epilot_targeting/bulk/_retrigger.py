"""Start the failed automations of a campaign again: `retrigger_failed`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import evolve

from ..client import TargetingClient
from ..errors import ConfigurationError
from ._journal import Journal
from ._progress import ProgressArgument, reporter_of
from ._retrigger_engine import RetriggerEngine
from ._retrigger_operation import Retrigger
from ._run import BulkRun
from ._settings import GIVE_UP_AFTER, SETTLE_AFTER, check_number, check_settings
from ._spec_limits import most_items


def retrigger_failed(
    client: TargetingClient,
    campaign_id: UUID | str,
    *,
    batch: int = 100,
    journal: Journal | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[str]:
    """Start the automations of all failed recipients of a campaign again.

    The run first collects the ids of the recipients whose automation has failed, then retriggers them in batches, one
    after the other. A batch that the service refuses is split, so that one recipient does not reject the others. The
    item and the key of a result is the recipient's id.

    If the outcome of a batch is unknown, its recipients are read back. A changed execution id proves that an automation
    was started: the recipient is `done`. All others are `unknown`, and are never sent again with this journal. The
    next batch then has one recipient, and each success doubles the size again. After three batches in a row of unknown
    outcome the run ends.

    With its journal, an interrupted run can be repeated. A recipient that is done is not retriggered a second time: if
    it fails again, it is `rejected`, and another journal retriggers it.

    Example:
        async with retrigger_failed(client, campaign_id, journal=Journal("retrigger.sqlite")) as run:
            async for result in run:
                if result.status != "done":
                    print(result.key, result.status, result.error)
        print(run.counts)

    Args:
        client: The client. Close it only after the run has ended.
        campaign_id: The id of the campaign.
        batch: The largest number of recipients in one request. A number above the limit of the spec, if it states one,
            is reduced to it. Default: 100.
        journal: Where the run notes what is done, so that it continues after a crash. Default: a temporary file holds
            the keys. A later run without the journal does not know which recipients are unknown.
        progress: As for `create_recipients`.
        give_up_after: Seconds for which the service may be down before the run ends; a tenth of them if no call of the
            run has reached it yet. Default: 600.
        settle_after: Seconds after a request of unknown outcome, from which on a recipient whose execution id has not
            changed is `unknown`. Default: 30.

    Returns:
        The run, which starts when it is entered, iterated over or awaited.

    Raises:
        ConfigurationError: An argument is invalid, or, at the start, the journal cannot be used.
        BulkInterrupted: While iterating: the token or the campaign is invalid, the service is down, the list cannot be
            read, the journal cannot be written, or three batches in a row have an unknown outcome.
        Exception: While iterating: a middleware or the callback raised it.
    """
    given: Any = client
    if not isinstance(given, TargetingClient):
        kind = type(given).__name__
        raise ConfigurationError(f"retrigger_failed: the client must be a TargetingClient, not {kind}")
    check_number("retrigger_failed: batch", batch, whole=True)
    settings = check_settings(
        client,
        campaign_id,
        Retrigger(),
        (),
        journal=journal,
        concurrency=1,
        settle_after=settle_after,
        give_up_after=give_up_after,
    )
    size = min(batch, most_items("RetriggerAutomationsRequest", "recipient_ids") or batch)
    return BulkRun(evolve(settings, total=None, batch=size), (), reporter_of(progress), RetriggerEngine)
