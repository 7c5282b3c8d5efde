"""The state of the fake: campaigns, targets, recipients and jobs."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from ._messages import Refusal

EXAMPLE_ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
Entity = dict[str, Any]


class HasDict(Protocol):
    """A model."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        ...


def plain(entity: Mapping[str, Any] | HasDict) -> Entity:
    """Return a model or a dict as a new JSON object."""
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
            Refusal: There is none of this id.
        """
        if campaign_id.lower() not in self.campaigns:
            raise Refusal(400, {"code": "CAMPAIGN_NOT_FOUND"})
        return self.campaigns[campaign_id.lower()]

    def recipient(self, campaign_id: str, recipient_id: str, status: int) -> Entity:
        """Return a recipient of a campaign.

        Raises:
            Refusal: There is no such campaign, or no such recipient: then with `status`.
        """
        self.campaign(campaign_id)
        found = self.recipients[campaign_id.lower()].get(recipient_id.lower())
        if found is None:
            raise Refusal(status, {"error": "there is no such recipient", "status": status})
        return found

    def touch(self, recipient: Entity, changes: Mapping[str, Any]) -> Entity:
        """Change a recipient."""
        recipient.update(changes)
        recipient["updated_at"] = self.timestamp()
        if "portal_status" in changes:
            recipient["portal_status_updated_at"] = recipient["updated_at"]
        return dict(recipient)

    def page(self, campaign_id: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Return one page of the recipients that match the query."""
        wanted = {key: value for key, value in query.items() if key not in ("next", "limit")}
        mark = hashlib.sha256(json.dumps([campaign_id.lower(), wanted], sort_keys=True).encode()).hexdigest()[:8]
        everyone = list(self.recipients[campaign_id.lower()].values())
        # The cursor counts all recipients, not the filtered ones: a status that changes during an iteration
        # moves no recipient out of later pages.
        start = _position(query.get("next"), mark)
        found = [(index, one) for index, one in enumerate(everyone) if _fits(one, wanted)]
        rest = [(index, one) for index, one in found if index >= start]
        shown = rest[: query.get("limit", 25)]
        following = _cursor(shown[-1][0] + 1, mark) if len(shown) < len(rest) else None
        return {"results": [dict(one) for _, one in shown], "next": following, "total": len(found)}


def _fits(recipient: Entity, wanted: Mapping[str, Any]) -> bool:
    text = f"{recipient.get('title', '')} {recipient['entity_id']}".lower()
    return (
        wanted.get("q", "").lower() in text
        and recipient.get("automation_status") in wanted.get("automation_status", [recipient.get("automation_status")])
        and wanted.get("portal_status") in (None, recipient.get("portal_status"))
    )


def _cursor(position: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{position}:{mark}".encode()).decode()


def _position(cursor: str | None, mark: str) -> int:
    if cursor is None:
        return 0
    try:
        position, _, given = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if given == mark:
            return int(position)
    except ValueError:
        pass
    raise Refusal(400, {"error": "next is not a cursor of this list", "status": 400})


def by_id(entities: Iterable[Mapping[str, Any] | HasDict], key: str) -> dict[str, Entity]:
    """Index entities by id, ignoring case."""
    return {str(one[key]).lower(): one for one in map(plain, entities)}
