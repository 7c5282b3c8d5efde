"""The state of the fake: campaigns, targets, recipients and jobs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, Protocol

from ._messages import ErrorResponse

EXAMPLE_ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
Entity = dict[str, Any]


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
        self._executions = 0

    def timestamp(self) -> str:
        """Return the current time in the format of the service."""
        return self._now().astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def execution(self) -> str:
        """Return the id of a new automation execution."""
        self._executions += 1
        return f"execution-{self._executions}"

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

    def update(self, recipient: Entity, changes: Mapping[str, Any]) -> Entity:
        """Apply changes to a recipient, set its timestamps, and return a copy."""
        recipient.update(changes)
        recipient["updated_at"] = self.timestamp()
        if "portal_status" in changes:
            recipient["portal_status_updated_at"] = recipient["updated_at"]
        return dict(recipient)

    def page(self, campaign_id: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return a page of the recipients of a campaign that match the query, as a JSON object."""
        wanted = {key: value for key, value in query.items() if key not in ("next", "limit")}
        checksum = hashlib.sha256(json.dumps([campaign_id.lower(), wanted], sort_keys=True).encode()).hexdigest()[:8]
        recipients = list(self.recipients[campaign_id.lower()].values())
        # The cursor counts all recipients, not the filtered ones: a status that changes during an iteration
        # moves no recipient out of later pages.
        start = _position_of(query.get("next"), checksum)
        total = sum(_matches(one, wanted) for one in recipients) if wanted else len(recipients)
        # Of the rest, only so many are compared as the page needs, and one more.
        rest = ((index, recipients[index]) for index in range(start, len(recipients)))
        limit = query.get("limit", 25)
        found = list(islice((pair for pair in rest if _matches(pair[1], wanted)), limit + 1))
        shown = found[:limit]
        next_cursor = _cursor_at(shown[-1][0] + 1, checksum) if len(found) > limit else None
        return {"results": [dict(one) for _, one in shown], "next": next_cursor, "total": total}


def _matches(recipient: Entity, wanted: Mapping[str, Any]) -> bool:
    text = f"{recipient.get('title', '')} {recipient['entity_id']}".lower()
    return (
        wanted.get("q", "").lower() in text
        and recipient.get("automation_status") in wanted.get("automation_status", [recipient.get("automation_status")])
        and wanted.get("portal_status") in (None, recipient.get("portal_status"))
    )


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
