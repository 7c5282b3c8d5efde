"""The operation of `retrigger_failed`: a changed execution id proves that an automation was started again."""

from __future__ import annotations

from hashlib import blake2b

from epilot_targeting_generated import models

from ..errors import NotFoundError, TargetingError
from ._compare_recipient import Verdict
from ._items import DIGEST_BYTES, Item
from ._operations import Update


class Retrigger(Update):
    """Start automations again: an item is a recipient's id, and its digest is that of the failed execution's id."""

    name = "retrigger_failed"
    is_repeatable = False

    def is_fatal(self, error: TargetingError) -> bool:
        """Return whether a refusal ends the run: a 404 does. It is about the campaign, as the path has no other id.

        The run asks this only for an error that `failure_of` calls `refused`.
        """
        return isinstance(error, NotFoundError)

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Return how a recipient that was read back compares with its item.

        Returns:
            `as_asked` if the recipient has an execution id, and not the failed one, whose digest the item has: the
            automation was started again, and the item is `done`. Otherwise `undecided`: the item is `unknown`, but
            not before `settle_after` has passed.
        """
        found = execution_id(recipient)
        return "as_asked" if found and digest_of(found) != item.digest else "undecided"


def execution_id(recipient: models.Recipient) -> str:
    """Return the automation execution id of a recipient as text, or an empty string if it has none.

    An id that is malformed, such as a number, is returned as text too.
    """
    return str(recipient.to_dict().get("automation_execution_id") or "")


def digest_of(execution: str) -> str:
    """Return the digest of an automation execution id, as 16 hexadecimal digits, which the journal keeps."""
    return blake2b(execution.encode(), digest_size=DIGEST_BYTES).hexdigest()
