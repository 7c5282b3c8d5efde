"""Start bulk runs: `create_recipients`, `update_recipients` and `update_portal_statuses`."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload
from uuid import UUID

from epilot_targeting_generated import models

from ._journal import Journal
from ._operations import AnyClient, Create, Operation, Update, UpdatePortalStatus
from ._progress import ProgressArgument, reporter_of
from ._run import BulkRun
from ._settings import GIVE_UP_AFTER, SETTLE_AFTER, check_settings

if TYPE_CHECKING:
    CreateDict: TypeAlias = models.CreateRecipientPayloadDict

P = TypeVar("P", bound="models.CreateRecipientPayload")
RecipientUpdate: TypeAlias = "tuple[UUID | str, models.UpdateRecipientPayload | models.UpdateRecipientPayloadDict]"
PortalUpdate: TypeAlias = "tuple[UUID | str, models.UpdatePortalStatusRequest | models.UpdatePortalStatusRequestDict]"


@overload
def create_recipients(
    client: AnyClient,
    campaign_id: UUID | str,
    payloads: Iterable[P] | AsyncIterable[P],
    *,
    journal: Journal | None = None,
    concurrency: int | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[P]: ...
@overload
def create_recipients(
    client: AnyClient,
    campaign_id: UUID | str,
    payloads: Iterable[CreateDict] | AsyncIterable[CreateDict],
    *,
    journal: Journal | None = None,
    concurrency: int | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[CreateDict]: ...
def create_recipients(
    client: AnyClient,
    campaign_id: UUID | str,
    payloads: Iterable[Any] | AsyncIterable[Any],
    *,
    journal: Journal | None = None,
    concurrency: int | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[Any]:
    """Create any number of recipients of a campaign.

    Payloads are pulled as they are needed; an iterable that is not asynchronous is pulled in the event loop, so it
    should not block. If the outcome of a request is unknown, the recipients are read back before it is sent again.

    An invalid payload is `rejected`. If the recipient existed before, its item is `exists`, or `rejected` if the
    payload has other values. Of several payloads with one key, the first is sent. The others are `skipped`, or
    `rejected` if they differ from it.

    Example:
        async with create_recipients(client, campaign_id, payloads, journal=Journal("run.sqlite")) as run:
            async for result in run:
                if result.status != "done":
                    print(result.key, result.status, result.error)
        print(run.counts)

    Args:
        client: The client. Close it only after the run has ended.
        campaign_id: The id of the campaign.
        payloads: The bodies: models, or dicts in the shape of the JSON. The key of an item is its `entity_id`.
        journal: Where the run notes what is done, so that it continues after a crash. Default: a temporary file holds
            the keys.
        concurrency: The largest number of writes under way. Default: 12, and at most `max_concurrency` of the client.
        progress: A function, not async, that is called with a `BulkProgress` every 0.1 seconds in the event loop;
            or `rich` or `tqdm` for a bar. Default: none.
        give_up_after: Seconds for which the service may be down before the run ends; a tenth of them if no call of the
            run has reached it yet. Default: 600.
        settle_after: Seconds after a request of unknown outcome, from which on a recipient that is not in the list
            counts as not created. Default: 30.

    Returns:
        The run, which starts when it is entered, iterated over or awaited.

    Raises:
        ConfigurationError: An argument is invalid, or, at the start, the journal cannot be used.
        BulkInterrupted: While iterating: the token or the campaign is invalid, the service is down, or the journal
            cannot be written.
        Exception: While iterating: the items, a middleware or the callback raised it.
    """
    return _start(Create(), client, campaign_id, payloads, journal, concurrency, progress, give_up_after, settle_after)


def update_recipients(
    client: AnyClient,
    campaign_id: UUID | str,
    updates: Iterable[RecipientUpdate] | AsyncIterable[RecipientUpdate],
    *,
    journal: Journal | None = None,
    concurrency: int | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[RecipientUpdate]:
    """Update any number of recipients of a campaign.

    If the outcome of a request is unknown, the recipient is read back. If it does not have the values then, the update
    is sent again. Invalid updates, and several with one key, are treated as by `create_recipients`.

    Example:
        counts = await update_recipients(
            client, campaign_id, [(recipient_id, {"automation_status": "pending"}) for recipient_id in recipient_ids]
        )

    Args:
        client: The client.
        campaign_id: The id of the campaign.
        updates: Pairs of a recipient's id and a body, a model or a dict with the fields to set. The key of an item is
            the recipient's id.
        journal: As for `create_recipients`.
        concurrency: As for `create_recipients`.
        progress: As for `create_recipients`.
        give_up_after: As for `create_recipients`.
        settle_after: Seconds after a request of unknown outcome, from which on other values in the list of recipients
            mean that it was not carried out. Default: 30.

    Returns:
        The run, which starts when it is entered, iterated over or awaited.

    Raises:
        ConfigurationError: An argument is invalid, or, at the start, the journal cannot be used.
        BulkInterrupted: While iterating: the token or the campaign is invalid, the service is down, or the journal
            cannot be written.
        Exception: While iterating: the items, a middleware or the callback raised it.
    """
    return _start(Update(), client, campaign_id, updates, journal, concurrency, progress, give_up_after, settle_after)


def update_portal_statuses(
    client: AnyClient,
    campaign_id: UUID | str,
    updates: Iterable[PortalUpdate] | AsyncIterable[PortalUpdate],
    *,
    journal: Journal | None = None,
    concurrency: int | None = None,
    progress: ProgressArgument = None,
    give_up_after: float = GIVE_UP_AFTER,
    settle_after: float = SETTLE_AFTER,
) -> BulkRun[PortalUpdate]:
    """Move the portal status of any number of recipients forward.

    A recipient that has the status already is `exists`. One that cannot move forward to it is `rejected`, or
    `unknown` if an earlier request for it may have been carried out. Invalid updates, and several with one key,
    are treated as by `create_recipients`.

    Example:
        counts = await update_portal_statuses(
            client, campaign_id, [(recipient_id, {"status": "dismissed"}) for recipient_id in recipient_ids]
        )

    Args:
        client: The client.
        campaign_id: The id of the campaign.
        updates: Pairs of a recipient's id and a body, a model or a dict with `status`. The key of an item is
            the recipient's id.
        journal: As for `create_recipients`.
        concurrency: As for `create_recipients`.
        progress: As for `create_recipients`.
        give_up_after: As for `create_recipients`.
        settle_after: As for `update_recipients`.

    Returns:
        The run, which starts when it is entered, iterated over or awaited.

    Raises:
        ConfigurationError: An argument is invalid, or, at the start, the journal cannot be used.
        BulkInterrupted: While iterating: the token or the campaign is invalid, the service is down, or the
            journal cannot be written.
        Exception: While iterating: the items, a middleware or the callback raised it.
    """
    operation = UpdatePortalStatus()
    return _start(operation, client, campaign_id, updates, journal, concurrency, progress, give_up_after, settle_after)


def _start(
    operation: Operation,
    client: AnyClient,
    campaign_id: UUID | str,
    items: Iterable[Any] | AsyncIterable[Any],
    journal: Journal | None,
    concurrency: int | None,
    progress: ProgressArgument,
    give_up_after: float,
    settle_after: float,
) -> BulkRun[Any]:
    """Check the arguments of a bulk operation, and return its run, which has not started. Nothing is sent.

    `operation` reads and sends each of `items`, which are payloads or updates. The other arguments are those of
    `create_recipients`, as the user passed them in.

    Raises:
        ConfigurationError: An argument is invalid.
    """
    settings = check_settings(
        client,
        campaign_id,
        operation,
        items,
        journal=journal,
        concurrency=concurrency,
        settle_after=settle_after,
        give_up_after=give_up_after,
    )
    return BulkRun(settings, items, reporter_of(progress))
