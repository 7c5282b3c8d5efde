"""The state of the fake: campaigns, targets, recipients and jobs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
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
        self.jobs: dict[str, list[str]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
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
        self._numbers.pop((campaign_id.lower(), recipient_id.lower()), None)

    def _number(self, campaign_id: str, recipient_id: str) -> int:
        """Return the number of a recipient: it is set once, and grows in the order of the list."""
        key = campaign_id.lower(), recipient_id
        if key not in self._numbers:
            self._numbers[key] = self._next_number
            self._next_number += 1
        return self._numbers[key]

    def page(self, campaign_id: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of the recipients of a campaign that match the query, as a JSON object."""
        wanted = {key: value for key, value in query.items() if key not in PAGING}
        checksum = hashlib.sha256(json.dumps([campaign_id.lower(), wanted], sort_keys=True).encode()).hexdigest()[:8]
        # The cursor names the last recipient by a number that it keeps: those that change, come or go during an
        # iteration move no other one out of later pages.
        recipients = self.recipients[campaign_id.lower()].items()
        numbered = [(self._number(campaign_id, key), one) for key, one in recipients]
        found = [(number, one) for number, one in numbered if _matches(one, wanted)]
        if "from" in query:
            rest = found[query["from"] :]
        else:
            start = _position_of(query.get("next"), checksum)
            rest = [(number, one) for number, one in found if number >= start]
        shown = rest[: query.get("limit", 25)]
        next_cursor = _cursor_at(shown[-1][0] + 1, checksum) if len(shown) < len(rest) else None
        return {"results": [dict(one) for _, one in shown], "next": next_cursor, "total": len(found)}


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
