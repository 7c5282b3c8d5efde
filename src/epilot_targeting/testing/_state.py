"""The state of the fake: campaigns, targets, recipients and jobs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from ._json_default import json_default
from ._unknown_ids import unknown_campaign, unknown_recipient

Entity = dict[str, Any]
DATED_FIELDS = {"portal_status", "entity_ui_status"}
"""Fields of a recipient whose changes are dated: by a field of their name and `_updated_at`."""


class HasDict(Protocol):
    """A model of `epilot_targeting.models`."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        ...


def to_json_object(entity: Mapping[str, Any] | HasDict) -> Entity:
    """Return a deep copy of a model or dict as a JSON object.

    Models, dates and ids inside of it become JSON as in a request. Tuples become lists, and NaN stays NaN. Any other
    value that JSON does not have becomes its `str`.

    Raises:
        TypeError: A key of a dict is no str, int, float, bool or None.
    """
    source = dict(entity) if isinstance(entity, Mapping) else entity.to_dict()
    copied: Entity = json.loads(json.dumps(source, default=json_default))
    return copied


class State:
    """Campaigns, targets, recipients and jobs."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        """Create an empty state.

        Args:
            now: Returns the time of the service. Without an offset, it is local time.
        """
        self._now = now
        self.campaigns: dict[str, Entity] = {}
        self.targets: dict[str, Entity] = {}
        self.recipients: dict[str, dict[str, Entity]] = {}
        self.jobs: dict[str, list[str | None]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._next_number = 0
        self._executions = 0
        self._ids = 0

    def timestamp(self) -> str:
        """Return the current time of the service in UTC, such as `2026-01-31T09:30:00.000Z`."""
        return self._now().astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def new_execution_id(self) -> str:
        """Return the id of a new automation execution: `execution-1`, then `execution-2`, and so on."""
        self._executions += 1
        return f"execution-{self._executions}"

    def new_id(self, kind: str) -> str:
        """Return the id of a new entity: a UUID that is derived from `kind` and the number of earlier calls.

        The number counts the calls for all kinds on this state. So the same calls on a new state return the same
        ids.

        Args:
            kind: The kind of entity, such as `campaign`.
        """
        self._ids += 1
        return str(uuid5(NAMESPACE_URL, f"{kind}-{self._ids}"))

    def campaign(self, campaign_id: str) -> Entity:
        """Return the campaign with this id, in upper or lower case, from the state. It is no copy.

        Raises:
            ErrorResponse: There is no campaign with this id (400, `CAMPAIGN_NOT_FOUND`).
        """
        if campaign_id.lower() not in self.campaigns:
            raise unknown_campaign()
        return self.campaigns[campaign_id.lower()]

    def recipient(self, campaign_id: str, recipient_id: str, status: int) -> Entity:
        """Return a recipient of a campaign from the state. It is no copy.

        Args:
            campaign_id: The id of the campaign, in upper or lower case.
            recipient_id: The entity id of the recipient, in upper or lower case.
            status: The status of the error response if there is no such recipient.

        Raises:
            ErrorResponse: There is no such campaign (400) or recipient (`status`).
        """
        self.campaign(campaign_id)
        found = self.recipients[campaign_id.lower()].get(recipient_id.lower())
        if found is None:
            raise unknown_recipient(status)
        return found

    def add_recipient(self, campaign_id: str, entity_id: str, entity_schema: str) -> Entity:
        """Add a recipient to a campaign, or replace the one with the same id, and return it. It is no copy.

        Its fields are `entity_id`, `entity_schema`, and a `title` made of both.

        Args:
            campaign_id: The id of an existing campaign, in lower case. An unknown one is a KeyError.
            entity_id: The entity id of the recipient, in lower case.
            entity_schema: Its entity schema, such as `contact`.
        """
        title = f"{entity_schema} {entity_id[:8]}"
        recipient = {"entity_id": entity_id, "entity_schema": entity_schema, "title": title}
        self.recipients[campaign_id][entity_id] = recipient
        return recipient

    def reaches(self, campaign_id: str, entities: Iterable[Entity]) -> bool:
        """Return whether a campaign has one of the entities as a recipient, or a target for the entity schema of one.

        Args:
            campaign_id: The id of an existing campaign, in lower case. An unknown one is a KeyError.
            entities: Objects with `entity_schema` and `entity_id`, which may be in upper or lower case.
        """
        related = self.campaigns[campaign_id].get("target", {}).get("$relation", [])
        schemas = {self.targets.get(one["entity_id"].lower(), {}).get("entity_schema") for one in related}
        recipients = self.recipients[campaign_id]
        return any(one["entity_schema"] in schemas or one["entity_id"].lower() in recipients for one in entities)

    def update(self, recipient: Entity, changes: Mapping[str, Any]) -> Entity:
        """Set fields of a recipient, and the times of the update, and return a shallow copy of the changed recipient.

        The times are `updated_at` and, for each of `DATED_FIELDS` in `changes`, its own, such as
        `portal_status_updated_at`, even if the value is the same.

        Args:
            recipient: The recipient in the state, which is changed.
            changes: The new values by field. They are not checked.
        """
        recipient.update(changes)
        recipient["updated_at"] = self.timestamp()
        for name in changes.keys() & DATED_FIELDS:
            recipient[f"{name}_updated_at"] = recipient["updated_at"]
        return dict(recipient)

    def recipients_of(self, campaign_id: str) -> dict[str, Entity]:
        """Return the recipients of a campaign by id. It is no copy. The id may be in upper or lower case.

        Raises:
            KeyError: There is no such campaign.
        """
        key = campaign_id.lower()
        if key not in self.recipients:
            raise KeyError(f"there is no campaign {key}")
        return self.recipients[key]

    def remove_recipient(self, campaign_id: str, recipient_id: str) -> None:
        """Remove a recipient from a campaign, if it is one. Added again, it comes last in the list.

        Both ids may be in upper or lower case.

        Raises:
            KeyError: There is no such campaign.
        """
        self.recipients_of(campaign_id).pop(recipient_id.lower(), None)
        self._numbers.get(campaign_id.lower(), {}).pop(recipient_id.lower(), None)

    def numbers_of(self, campaign_id: str) -> dict[str, int]:
        """Return the numbers of a campaign's recipients by id, which cursors contain. It is no copy.

        Each recipient that has no number yet gets one at this call, and keeps it until it is removed. The numbers grow
        along the list. The id of the campaign is in lower case. An unknown one is a KeyError.
        """
        recipients, numbers = self.recipients[campaign_id], self._numbers.setdefault(campaign_id, {})
        if len(numbers) < len(recipients):
            for key in recipients:
                if key not in numbers:
                    numbers[key] = self._next_number
                    self._next_number += 1
        return numbers


def index_by_id(entities: Iterable[Mapping[str, Any] | HasDict], key: str) -> dict[str, Entity]:
    """Return copies of entities as JSON objects, by their ids in lower case. Of several with one id, the last stays.

    Args:
        entities: Models, or dicts in the shape of the JSON.
        key: The field that has the id: `_id` or `entity_id`.

    Raises:
        KeyError: An entity has no such field.
    """
    found: dict[str, Entity] = {}
    for one in map(to_json_object, entities):
        if key not in one:
            raise KeyError(f"each entity needs its id in {key}")
        found[str(one[key]).lower()] = one
    return found
