"""The operations that the matrix calls, their good responses, and damaged variants of them."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from epilot_targeting.testing import FakeTargeting
from epilot_targeting.testing._messages import Request

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
NEW = "0e4d5c1a-93c1-4f0b-8d5e-2a1c5e9b7f10"
WHO = {"entity_id": RID, "entity_schema": "contact"}
RECIPIENT = {**WHO, "title": "Someone", "automation_status": "failed", "automation_execution_id": "execution-0"}
NEWCOMER = {"entity_id": NEW, "entity_schema": "contact", "portal_status": "sent", "automation_status": "pending"}
CALLS: dict[str, tuple[Any, ...]] = {
    "change_campaign_status": (CID,),
    "get_campaign_job_status": (CID,),
    "get_campaign_portals": (CID,),
    "retrigger_campaign_automations": (CID, {"recipient_ids": [RID]}),
    "match_campaigns": ({"entity_refs": [WHO], "campaign_ids": [CID]},),
    "get_recipients": (CID,),
    "create_recipient": (CID, {**NEWCOMER, "automation_execution_id": "execution-1"}),
    "update_recipient": (CID, RID, {"automation_status": "cancelled"}),
    "update_recipient_portal_status": (CID, RID, {"status": "seen"}),
    "match_targets": ({"entity_refs": [WHO], "target_ids": [CID]},),
    "get_target_queries": ({"target_ids": [CID]},),
}
"""The arguments of each operation; the fake of `good_response` carries all of them out."""

Path = tuple[str | int, ...]
MAIN: dict[str, Path] = {
    "change_campaign_status": ("campaign",),
    "get_campaign_job_status": ("status",),
    "get_campaign_portals": (0, "portal"),
    "retrigger_campaign_automations": ("results",),
    "match_campaigns": ("hits",),
    "get_recipients": ("results",),
    "create_recipient": ("entity_id",),
    "update_recipient": ("entity_id",),
    "update_recipient_portal_status": ("entity_id",),
    "match_targets": ("results",),
    "get_target_queries": ("results",),
}
"""Where the field stands that a response is worth least without: a required one where the spec requires any."""

WORD: dict[str, Path] = {
    "change_campaign_status": ("campaign", "status"),
    "get_campaign_job_status": ("status",),
    "get_campaign_portals": (0, "portal", "origin"),
    "retrigger_campaign_automations": ("results", 0, "result"),
    "match_campaigns": ("results", 0, "campaign", "status"),
    "get_recipients": ("results", 0, "automation_status"),
    "create_recipient": ("portal_status",),
    "update_recipient": ("automation_status",),
    "update_recipient_portal_status": ("portal_status",),
    "match_targets": ("results", 0, "target", "entity_schema"),
    "get_target_queries": ("results", 0, "error"),
}
"""Where an enum stands. Three responses have none; there it is a word that the service may choose a new value for."""


class Good(NamedTuple):
    """The response of a service that carries the operation out."""

    operation: str
    status: int
    value: Any

    def bytes(self) -> bytes:
        """Return the body."""
        return json.dumps(self.value).encode()


_known: dict[tuple[str, str, bytes], Good] = {}


async def good_response(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Good:
    """Return the response to a request. The same request gets the same: each meets a service that is new."""
    key = method, path, body
    if key not in _known:
        fake = FakeTargeting(recipients={CID: [RECIPIENT]}, now=lambda: dt.datetime(2025, 3, 1, tzinfo=dt.UTC))
        if path.endswith("/job"):  # there is none before the campaign is active
            await fake.handle(Request("POST", f"/v1/campaign/{CID}/status", headers=headers))
        response = await fake.handle(Request(method, path, headers=headers, body=body))
        assert response.status in (200, 201), response
        _known[key] = Good(str(fake.requests[-1].operation), response.status, json.loads(response.body))
    return _known[key]


def without_main_field(good: Good) -> Any:
    """Return the response without its main field."""
    value, parent, last = _reached(good.value, MAIN[good.operation])
    del parent[last]
    return value


def with_main_field(good: Good, main: Any) -> Any:
    """Return the response with another main field."""
    value, parent, last = _reached(good.value, MAIN[good.operation])
    parent[last] = main
    return value


def with_unknown_enum(good: Good) -> Any:
    """Return the response with a value newer than the spec."""
    value, parent, last = _reached(good.value, WORD[good.operation])
    parent[last] = "newer_than_the_spec"
    return value


def with_extra_field(good: Good, extra: Any) -> Any:
    """Return the response with a field newer than the spec, deep inside."""
    value, parent, _ = _reached(good.value, WORD[good.operation])
    parent["newer_field"] = extra
    return value


def _reached(value: Any, path: Path) -> tuple[Any, Any, Any]:
    whole = copy.deepcopy(value)
    parent = whole
    for step in path[:-1]:
        parent = parent[step]
    return whole, parent, path[-1]
