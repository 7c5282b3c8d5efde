"""The three bulk operations: how each reads an item, sends it, and compares it with a recipient that was read back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeAlias, cast

from epilot_targeting_generated import models

from ..campaign_recipient import CampaignRecipientClient
from ..client import TargetingClient
from ..errors import BadRequestError, ConfigurationError, ConflictError, NotFoundError, TargetingError
from ._items import Item, read_item

AnyClient: TypeAlias = TargetingClient | CampaignRecipientClient
Verdict = Literal["as_asked", "other", "send", "overtaken", "undecided"]
"""How a recipient compares with its item.

`as_asked`: it has the values. `other`: it has others, and the item is rejected. `send`: the item is sent again.
`overtaken`: it was changed since, so the outcome is unknown. `undecided`: nothing proves the outcome.
"""
SERVICE_FIELDS = frozenset({"title", "updated_at", "portal_status_updated_at"})
"""Fields of a recipient that the service sets."""
RECIPIENT_FIELDS = frozenset(
    {"entity_schema", "automation_status", "automation_execution_id", "portal_status", "portal_state"}
)
"""Fields of a recipient that a write sets. Of others, only those are compared that the recipient has."""
STEPS: dict[Any, int] = {None: 0, "sent": 1, "seen": 2, "dismissed": 3, "clicked": 3}
"""The order of portal statuses, which move forward only."""
CLOCK_DIFFERENCE = dt.timedelta(seconds=60)
"""How far the clock of the service may be from the local one."""


def differences(asked: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return the names of the values that a recipient does not have as asked for, sorted."""
    compared = asked.keys() - SERVICE_FIELDS - {"entity_id"}
    return sorted(
        name for name in compared if (name in RECIPIENT_FIELDS or name in found) and (asked[name] != found.get(name))
    )


class Create:
    """Create recipients: an item is a body with `entity_id`."""

    name = "create_recipients"
    is_repeatable = True
    """Whether an item of unknown outcome is sent again if it is not in the list."""

    def read(self, source: Any) -> Item:
        """Return the item of a payload.

        Raises:
            ConfigurationError: It is invalid.
        """
        return read_item(source, None, source, "entity_id")

    async def send(self, client: AnyClient, campaign_id: Any, item: Item) -> models.Recipient:
        """Create the recipient of an item by one call."""
        return await client.create_recipient(campaign_id, item.body)

    def is_fatal(self, error: TargetingError) -> bool:
        """Return whether a refusal ends the run: a 404 is about the campaign, as the path has no other id."""
        return isinstance(error, NotFoundError)

    def needs_reading(self, error: TargetingError) -> bool:
        """Return whether a refused item has to be read back: its recipient may exist already."""
        return isinstance(error, BadRequestError | ConflictError)

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return the names of the values that are not as asked for."""
        return differences(item.body, found)

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Compare a recipient that was read back with its item: an existing one is never sent again."""
        if not self.differences(item, recipient.to_dict()):
            return "as_asked"
        return "overtaken" if item.was_sent and _may_be_ours(item, recipient) else "other"


class Update:
    """Update recipients: an item is a pair of recipient id and body."""

    name = "update_recipients"
    is_repeatable = True

    def read(self, source: Any) -> Item:
        """Return the item of a pair of recipient id and body.

        Raises:
            ConfigurationError: It is invalid.
        """
        key, body = _pair(source)
        return read_item(source, key, body, None)

    async def send(self, client: AnyClient, campaign_id: Any, item: Item) -> models.Recipient:
        """Update the recipient of an item by one call."""
        return await client.update_recipient(campaign_id, item.key, item.body)

    def is_fatal(self, error: TargetingError) -> bool:
        """Return False, so that no refusal ends the run: a 404 may be about the recipient alone."""
        return False

    def needs_reading(self, error: TargetingError) -> bool:
        """Return False, so that a refused item is rejected at once: the service's error says why."""
        return False

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return the names of the values that are not as asked for."""
        return differences(item.body, found)

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Compare a recipient that was read back with its item: values that it does not have are set again."""
        return "send" if self.differences(item, recipient.to_dict()) else "as_asked"


class UpdatePortalStatus(Update):
    """Move portal statuses: an item is a pair of recipient id and body with `status`."""

    name = "update_portal_statuses"

    async def send(self, client: AnyClient, campaign_id: Any, item: Item) -> models.Recipient:
        """Move the portal status of the recipient of an item by one call."""
        return await client.update_recipient_portal_status(campaign_id, item.key, item.body)

    def needs_reading(self, error: TargetingError) -> bool:
        """Return whether a refused item has to be read back: its recipient may have the status already."""
        return isinstance(error, ConflictError)

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return the names of the values that are not as asked for."""
        return [] if item.body.get("status") == found.get("portal_status") else ["portal_status"]

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Compare a recipient that was read back with its item: a status moves forward only."""
        asked, found = item.body.get("status"), recipient.to_dict().get("portal_status")
        if asked == found:
            return "as_asked"
        if item.was_sent:
            return "send" if STEPS.get(found, 0) < STEPS.get(asked, 0) else "overtaken"
        return "other"


Operation: TypeAlias = Create | Update


def _pair(source: Any) -> tuple[Any, Any]:
    """Return the recipient id and the body of an update.

    Raises:
        ConfigurationError: It is no pair.
    """
    if not isinstance(source, tuple | list) or len(cast("tuple[Any, ...]", source)) != 2:  # noqa: PLR2004
        raise ConfigurationError("an update must be a pair of recipient id and body; nothing was sent")
    key, body = cast("tuple[Any, Any]", source)
    return key, body


def _may_be_ours(item: Item, recipient: models.Recipient) -> bool:
    """Return whether an attempt of this run or an earlier one may have made a recipient that was changed since."""
    if item.first_sent is None or recipient.updated_at is None:
        return True
    return recipient.updated_at > item.first_sent - CLOCK_DIFFERENCE
