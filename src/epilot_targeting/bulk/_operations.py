"""The three bulk operations: how each reads an item, sends it, and decides by a recipient that was read back."""

from __future__ import annotations

from typing import Any, TypeAlias, cast
from uuid import UUID

from epilot_targeting_generated import models

from ..campaign_recipient import CampaignRecipientClient
from ..client import TargetingClient
from ..errors import BadRequestError, ConfigurationError, ConflictError, NotFoundError, TargetingError
from ._compare_recipient import Verdict, differences, may_be_ours
from ._items import Item, read_item

AnyClient: TypeAlias = TargetingClient | CampaignRecipientClient
STEPS: dict[Any, int] = {None: 0, "sent": 1, "seen": 2, "dismissed": 3, "clicked": 3}
"""The order of portal statuses, which move forward only."""


class Create:
    """Create recipients: an item is a body with `entity_id`."""

    name = "create_recipients"
    is_repeatable = True
    """Whether an item of unknown outcome is sent again if it is not in the list."""

    def read(self, source: object) -> Item:
        """Return the item of a payload from the user's input, before it is sent. Its key is `entity_id`.

        A payload is a model of any class, or a mapping in the shape of the JSON. The item keeps it as `source`, and
        its JSON object, a copy, as `body`. In the key and in the copy, the id is lower-case text.

        Raises:
            ConfigurationError: The payload is neither, has no valid `entity_id`, or cannot be converted to JSON.
        """
        return read_item(source, None, source, "entity_id")

    async def send(self, client: AnyClient, campaign_id: UUID | str, item: Item) -> models.Recipient:
        """Create the recipient of an item by one call of the client, and return the recipient of the response.

        Raises:
            TargetingError: The call failed. The run decides what follows.
        """
        return await client.create_recipient(campaign_id, item.body)

    def is_fatal(self, error: TargetingError) -> bool:
        """Return whether a refusal ends the run: a 404 does. It is about the campaign, as the path has no other id.

        The run asks this only for an error that `failure_of` calls `refused`.
        """
        return isinstance(error, NotFoundError)

    def needs_reading(self, error: TargetingError) -> bool:
        """Return whether to read a refused item back: after a 400 or 409 its recipient may exist already.

        The service may also refuse an invalid payload like that, and no message or code tells the two apart. So a
        result with the status `exists` says only that the recipient has all values that the payload names.

        The run asks this only for an error that `failure_of` calls `refused`.
        """
        return isinstance(error, BadRequestError | ConflictError)

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return the names of the JSON fields in which a recipient differs from its item, sorted.

        `found` is the JSON object of the recipient, which was read back. `_compare_recipient.differences` says which
        fields are compared.
        """
        return differences(item.body, found)

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Return how a recipient that was read back compares with its item, after an uncertain write or a refusal.

        Returns:
            `as_asked` if `differences` returns no field: the item is `done` or `exists`. Otherwise `overtaken` if the
            item may have been sent and `may_be_ours` is True: somebody may have changed the recipient since, and the
            item is `unknown`. Otherwise `other`: the item is `rejected`.
        """
        if not self.differences(item, recipient.to_dict()):
            return "as_asked"
        return "overtaken" if item.was_sent and may_be_ours(item, recipient) else "other"


class Update:
    """Update recipients: an item is a pair of recipient id and body."""

    name = "update_recipients"
    is_repeatable = True

    def read(self, source: object) -> Item:
        """Return the item of an update from the user's input, before it is sent.

        `source` must be a tuple or list of two elements: the id of the recipient, a UUID or a string, and the body,
        a model or a mapping. The key of the item is the id, as lower-case text without spaces around it.

        Raises:
            ConfigurationError: `source` is no such pair, or the id or the body is invalid.
        """
        key, body = _pair(source)
        return read_item(source, key, body, None)

    async def send(self, client: AnyClient, campaign_id: UUID | str, item: Item) -> models.Recipient:
        """Update the recipient of an item by one call of the client, and return the recipient of the response.

        Raises:
            TargetingError: The call failed. The run decides what follows.
        """
        return await client.update_recipient(campaign_id, item.key, item.body)

    def is_fatal(self, error: TargetingError) -> bool:
        """Return False, so that no refused item ends the run: a 404 may be about the recipient alone.

        The run asks this only for an error that `failure_of` calls `refused`. An invalid token is `fatal` there.
        """
        return False

    def needs_reading(self, error: TargetingError) -> bool:
        """Return False, so that a refused item is rejected at once and not read back: the service's error says why."""
        return False

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return the names of the JSON fields in which a recipient differs from its item, sorted.

        `found` is the JSON object of the recipient, which was read back. `_compare_recipient.differences` says
        which fields are compared.
        """
        return differences(item.body, found)

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Return `send` if a recipient that was read back has other values than its item asks for, else `as_asked`.

        The run does this after an uncertain write. `send` makes it send the item again.
        """
        return "send" if self.differences(item, recipient.to_dict()) else "as_asked"


class UpdatePortalStatus(Update):
    """Move portal statuses: an item is a pair of recipient id and body with `status`."""

    name = "update_portal_statuses"

    async def send(self, client: AnyClient, campaign_id: UUID | str, item: Item) -> models.Recipient:
        """Set the portal status of the recipient of an item by one call, and return the recipient of the response.

        Raises:
            TargetingError: The call failed. The run decides what follows.
        """
        return await client.update_recipient_portal_status(campaign_id, item.key, item.body)

    def needs_reading(self, error: TargetingError) -> bool:
        """Return whether a refused item has to be read back: after a 409 its recipient may have the status already.

        The run asks this only for an error that `failure_of` calls `refused`.
        """
        return isinstance(error, ConflictError)

    def differences(self, item: Item, found: dict[str, Any]) -> list[str]:
        """Return `["portal_status"]` if a recipient, which was read back, does not have the item's status, else `[]`.

        `found` is the JSON object of that recipient.
        """
        return [] if item.body.get("status") == found.get("portal_status") else ["portal_status"]

    def compare(self, item: Item, recipient: models.Recipient) -> Verdict:
        """Return how the portal status of a recipient that was read back compares with that of its item.

        Returns:
            `as_asked` if both are the same: the item is `done` or `exists`. Otherwise `other` if `was_sent` of the
            item is False, so that no attempt can have been carried out: the item is `rejected`. Otherwise `send` if
            the recipient's status comes before the item's in the order of `STEPS`: the item is sent again. No
            status, or an unknown one, is the first in that order. Otherwise `overtaken`: the item is `unknown`.
        """
        asked, found = item.body.get("status"), recipient.to_dict().get("portal_status")
        if asked == found:
            return "as_asked"
        if item.was_sent:
            return "send" if STEPS.get(found, 0) < STEPS.get(asked, 0) else "overtaken"
        return "other"


Operation: TypeAlias = Create | Update


def _pair(source: object) -> tuple[object, object]:
    """Return the recipient id and the body of an update from the user's input, both unchecked.

    Raises:
        ConfigurationError: It is no tuple or list of two elements.
    """
    if not isinstance(source, tuple | list) or len(cast("tuple[Any, ...]", source)) != 2:  # noqa: PLR2004
        raise ConfigurationError("an update must be a pair of recipient id and body; nothing was sent")
    key, body = cast("tuple[object, object]", source)
    return key, body
