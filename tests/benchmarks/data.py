"""What all sides send and get: the same bytes for each of them.

The ids are made by arithmetic, so that every run has the same ones and a new interpreter loads nothing for them.
"""

from __future__ import annotations

import json
from typing import Any

TOKEN = "token"
CAMPAIGN = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
MATCH_PATH = "/v1/campaign:match"
RECIPIENTS_PATH = f"/v1/campaign/{CAMPAIGN}/recipients"
PEAK_PATH = "/peak"
PAGE_SIZE = 100
PARAMS: Any = {"entity_refs": [{"entity_id": CAMPAIGN, "entity_schema": "contact"}], "campaign_ids": [CAMPAIGN]}

AUTOMATION = ("pending", "in_progress", "success", "failed", "cancelled")
PORTAL = ("sent", "seen", "dismissed", "clicked")
ENTITY_UI = ("seen", "dismissed", "clicked")
EMAIL = ("sent", "delivered", "bounced", "complained", "failed")
BOUNCE = ("permanent", "transient")


def compact(value: Any) -> bytes:
    """Write JSON without spaces, as services do."""
    return json.dumps(value, separators=(",", ":")).encode()


def uuid(number: int) -> str:
    """Return an id whose digits look drawn."""
    return f"{number * 2654435761 % 2**32:08x}-5556-4e2b-aad4-{number * 40503 % 2**48:012x}"


def moment(number: int) -> str:
    """Return a time, another one for each number up to a day of milliseconds."""
    milliseconds = number * 7919 % 86_400_000
    seconds = milliseconds // 1000
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"2024-05-01T{clock}.{milliseconds % 1000:03}Z"


def recipient(number: int) -> dict[str, Any]:
    """Return a recipient of a campaign without e-mails: nine of the fields."""
    return {
        "entity_id": uuid(number),
        "entity_schema": "contact",
        "title": f"Customer {number}",
        "automation_status": AUTOMATION[number % len(AUTOMATION)],
        "automation_execution_id": f"execution-{number:07}",
        "portal_status": PORTAL[number % len(PORTAL)],
        "portal_status_updated_at": moment(number),
        "portal_state": {},
        "updated_at": moment(number + 1),
    }


def whole_recipient(number: int) -> dict[str, Any]:
    """Return a recipient that has all fields."""
    return {
        **recipient(number),
        "entity_ui_status": ENTITY_UI[number % len(ENTITY_UI)],
        "entity_ui_status_updated_at": moment(number + 2),
        "entity_ui_status_before_dismiss": "seen",
        "message_entity_id": uuid(number + 3),
        "email_status": EMAIL[number % len(EMAIL)],
        "email_status_updated_at": moment(number + 4),
        "email_bounce_type": BOUNCE[number % len(BOUNCE)],
        "email_bounce_subtype": "MailboxFull",
        "email_complaint_type": "abuse",
        "email_bounce_reason": f"452 4.2.2 mailbox {number} is full",
        "email_send_error": {"code": number % 5},
        "email_unsubscribed_at": moment(number + 5),
        "email_open_count": number % 7,
        "email_first_opened_at": moment(number + 6),
        "email_last_opened_at": moment(number + 7),
        "email_click_count": number % 3,
        "email_first_clicked_at": moment(number + 8),
        "email_clicked_links": [{"url": f"https://example.org/{number}", "clicked_at": moment(number + 9)}],
    }


def results(first: int, size: int) -> bytes:
    """Return the recipients of a page, without what is around them."""
    return compact([recipient(number) for number in range(first, first + size)])


def page(listed: bytes, following: str | None, total: int) -> bytes:
    """Return a page."""
    return b'{"results":%b,"next":%b,"total":%d}' % (listed, compact(following), total)


MATCHES = compact(
    {
        "hits": 1,
        "results": [
            {
                "campaign": {
                    "_id": CAMPAIGN,
                    "_org": "739224",
                    "_owners": [{"org_id": "739224", "user_id": "10014533"}],
                    "_schema": "campaign",
                    "_title": "Heat pumps in spring",
                    "_tags": ["spring", "heating"],
                    "_created_at": moment(1),
                    "_updated_at": moment(2),
                    "_acl": {"view": ["org_739224"], "edit": ["org_739224"], "delete": ["org_739224"]},
                    "name": "Heat pumps in spring",
                    "goal": "Sell a heat pump to every owner of an old boiler",
                    "status": "active",
                    "start_date": "2024-05-01",
                    "end_date": "2024-06-30",
                    "flow_id": "flow-4711",
                    "job_id": uuid(3),
                    "target": {"$relation": [{"entity_id": uuid(4)}]},
                }
            }
        ],
    }
)
UPDATE = {
    "automation_status": "success",
    "automation_execution_id": "execution-0000001",
    "portal_status": "seen",
    "portal_state": {},
}
CREATE = {"entity_id": uuid(5), "entity_schema": "contact", **UPDATE}
