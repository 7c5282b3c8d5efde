"""The state of the fake: campaigns, targets, recipients and jobs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from epilot_targeting_generated.convert import is_list

from ._messages import ErrorResponse

EXAMPLE_ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
Entity = dict[str, Any]
DATED_FIELDS = {"portal_status", "entity_ui_status"}
"""Fields of a recipient whose changes are dated: by a field of their name and `_updated_at`."""
PAGING = ("limit", "next", "from")
"""Query parameters that select a page. Each other one filters: `q` by text, the rest by the field of their name."""


class HasDict(Protocol):
    """A model of `epilot_targeting.models`."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        ...


def to_json_object(entity: Mapping[str, Any] | HasDict) -> Entity:
    """Return a copy of a model or dict as a JSON object."""
    source = dict(entity) if isinstance(entity, Mapping) else entity.to_dict()
    copied: Entity = json.loads(json.dumps(source, default=str))
    return copied


class State:
    """Campaigns, targets, recipients and jobs."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
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
        """Return the current time in the format of the service."""
        return self._now().astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def execution(self) -> str:
        """Return the id of a new automation execution."""
        self._executions += 1
        return f"execution-{self._executions}"

    def new_id(self, kind: str) -> str:
        """Return the id of a new entity: the same one in each run."""
        self._ids += 1
        return str(uuid5(NAMESPACE_URL, f"{kind}-{self._ids}"))

    def campaign(self, campaign_id: str) -> Entity:
        """Return a campaign.

        Raises:
            ErrorResponse: There is no campaign with this id (400, `CAMPAIGN_NOT_FOUND`).
        """
        if campaign_id.lower() not in self.campaigns:
            raise ErrorResponse(400, {"code": "CAMPAIGN_NOT_FOUND"})
        return self.campaigns[campaign_id.lower()]

    def recipient(self, campaign_id: str, recipient_id: str, status: int) -> Entity:
        """Return a recipient of a campaign.

        Args:
            campaign_id: The campaign.
            recipient_id: The recipient.
            status: The status of the error response if there is no such recipient.

        Raises:
            ErrorResponse: There is no such campaign (400) or recipient (`status`).
        """
        self.campaign(campaign_id)
        found = self.recipients[campaign_id.lower()].get(recipient_id.lower())
        if found is None:
            raise ErrorResponse(status, {"error": "there is no such recipient", "status": status})
        return found

    def add_recipient(self, campaign_id: str, entity_id: str, entity_schema: str) -> Entity:
        """Add a recipient to a campaign, and return it."""
        title = f"{entity_schema} {entity_id[:8]}"
        recipient = {"entity_id": entity_id, "entity_schema": entity_schema, "title": title}
        self.recipients[campaign_id][entity_id] = recipient
        return recipient

    def reaches(self, campaign_id: str, entities: Iterable[Entity]) -> bool:
        """Return whether a campaign has one of the entities as a recipient or in a target."""
        related = self.campaigns[campaign_id].get("target", {}).get("$relation", [])
        schemas = {self.targets.get(one["entity_id"].lower(), {}).get("entity_schema") for one in related}
        recipients = self.recipients[campaign_id]
        return any(one["entity_schema"] in schemas or one["entity_id"].lower() in recipients for one in entities)

    def update(self, recipient: Entity, changes: Mapping[str, Any]) -> Entity:
        """Apply changes to a recipient, set its timestamps, and return a copy."""
        recipient.update(changes)
        recipient["updated_at"] = self.timestamp()
        for name in changes.keys() & DATED_FIELDS:
            recipient[f"{name}_updated_at"] = recipient["updated_at"]
        return dict(recipient)

    def remove_recipient(self, campaign_id: str, recipient_id: str) -> None:
        """Remove a recipient of a campaign, if it is one. Added again, it comes last."""
        self.recipients[campaign_id.lower()].pop(recipient_id.lower(), None)
        self._numbers.get(campaign_id.lower(), {}).pop(recipient_id.lower(), None)

    def _numbers_of(self, campaign_id: str) -> dict[str, int]:
        """Return the numbers of the recipients of a campaign: each is set once, and they grow along the list."""
        recipients, numbers = self.recipients[campaign_id], self._numbers.setdefault(campaign_id, {})
        if len(numbers) < len(recipients):
            for key in recipients:
                if key not in numbers:
                    numbers[key] = self._next_number
                    self._next_number += 1
        return numbers

    def page(self, campaign_id: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of the recipients of a campaign that match the query, as a JSON object."""
        wanted = {key: value for key, value in query.items() if key not in PAGING}
        checksum = hashlib.sha256(json.dumps([campaign_id.lower(), wanted], sort_keys=True).encode()).hexdigest()[:8]
        # The cursor names the next recipient by a number that it keeps: those that change, come or go during an
        # iteration move no other one out of later pages.
        recipients, numbers = self.recipients[campaign_id.lower()], self._numbers_of(campaign_id.lower())
        keys, first = list(recipients), 0
        if "from" not in query:
            first = bisect_left(keys, _position_of(query.get("next"), checksum), key=numbers.__getitem__)
        total = sum(_matches(one, wanted) for one in recipients.values()) if wanted else len(recipients)
        # Of the rest, only so many are compared as the page needs, and one more.
        matching = (key for key in islice(keys, first, None) if _matches(recipients[key], wanted))
        # `islice` takes no number of more than 64 bits.
        skipped, limit = min(query.get("from", 0), len(keys)), min(query.get("limit", 25), len(keys))
        found = list(islice(matching, skipped, skipped + limit + 1))
        next_cursor = _cursor_at(numbers[found[limit]], checksum) if len(found) > limit else None
        return {"results": [dict(recipients[key]) for key in found[:limit]], "next": next_cursor, "total": total}


def _matches(recipient: Entity, wanted: Mapping[str, Any]) -> bool:
    text = f"{recipient.get('title', '')} {recipient['entity_id']}".lower()
    filters = {name: value if is_list(value) else [value] for name, value in wanted.items() if name != "q"}
    return wanted.get("q", "").lower() in text and all(recipient.get(one) in filters[one] for one in filters)


def _cursor_at(position: int, checksum: str) -> str:
    return base64.urlsafe_b64encode(f"{position}:{checksum}".encode()).decode()


def _position_of(cursor: str | None, checksum: str) -> int:
    if cursor is None:
        return 0
    try:
        position, _, given = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if given == checksum:
            return int(position)
    except ValueError:
        pass
    raise ErrorResponse(400, {"error": "next is not a cursor of this list", "status": 400})


def index_by_id(entities: Iterable[Mapping[str, Any] | HasDict], key: str) -> dict[str, Entity]:
    """Return entities by the lower-case id under `key`."""
    return {str(one[key]).lower(): one for one in map(to_json_object, entities)}
