"""Collect the recipients of a campaign whose automation has failed, for `retrigger_failed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._errors import RetriggerRefusedError
from ._items import Item
from ._recipient_list import PAGE_SIZE, id_of, read_list
from ._retrigger_operation import digest_of, execution_id

if TYPE_CHECKING:
    from ._engine import Engine

WITHOUT_ID = "a failed recipient in the list has no id; nothing was sent"
MALFORMED_ID = "the id of a failed recipient in the list is no UUID: {!r}; nothing was sent"
MAX_ID = 100
"""Characters of a malformed id in an error."""


async def collect(engine: Engine) -> dict[str, str]:
    """Read the list of failed recipients to its end, and return the recipients to retrigger, before anything is sent.

    Retriggered recipients leave the list, so reading it while batches are sent would skip others. A recipient without a
    valid id is `rejected` here. An error of the list is not raised, but interrupts the run.

    Returns:
        The digest of each recipient's failed execution, by lower-case id. Those that an earlier run left in doubt come
        first; one of them that is no longer in the list has its digest from the journal. The dict is empty if the run
        was stopped or interrupted.

    Raises:
        JournalError: The journal cannot be read.
    """
    settings, found = engine.settings, dict[str, str]()

    async def take(recipient: models.Recipient) -> bool:
        """Keep a failed recipient in `found`, or deliver one without a valid id as `rejected`.

        A recipient with a valid id whose automation has not failed is ignored. `read_list` calls this for each
        recipient. Always return True, so that it continues.
        """
        key = id_of(recipient)
        if not key:
            await engine.delivery.deliver(Item("", "", {}, ""), "rejected", error=RetriggerRefusedError(WITHOUT_ID))
        elif recipient.entity_id is None:
            # The service rejects the whole batch that has such an id.
            error = RetriggerRefusedError(MALFORMED_ID.format(key[:MAX_ID]))
            await engine.delivery.deliver(Item(key, key, {}, ""), "rejected", error=error)
        elif recipient.automation_status == "failed":
            found[key] = digest_of(execution_id(recipient))
        return True

    pager = settings.caller.iter_recipients(settings.campaign_id, limit=PAGE_SIZE, automation_status="failed")
    try:
        is_read = await read_list(engine, pager, take)
    except TargetingError as error:
        engine.interrupt(error)
        return {}
    return {**await engine.journal.in_doubt(), **found} if is_read else {}
