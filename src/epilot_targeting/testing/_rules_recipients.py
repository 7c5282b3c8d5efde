"""The logic of recipients: create, update and list them, and move their portal status."""

from __future__ import annotations

from typing import Any

from ._recipient_pages import page_of
from ._request_and_response import ErrorResponse
from ._request_validator import Arguments
from ._state import State

NEXT_STATUSES = {
    None: {"sent", "seen", "dismissed", "clicked"},
    "sent": {"seen", "dismissed", "clicked"},
    "seen": {"dismissed", "clicked"},
}
"""The allowed next portal statuses. Dismissed and clicked are final; a status never moves to itself."""

CHANNEL_FIELDS = {
    "AutomationRecipientPayload": {"automation_status", "automation_execution_id"},
    "PortalRecipientPayload": {"portal_status", "portal_state"},
}
"""The fields of each delivery channel. A request for one channel leaves out the fields of the other."""


def create_recipient(state: State, arguments: Arguments) -> dict[str, Any]:
    """Add the recipient in the body to a campaign, and return a shallow copy.

    `updated_at` becomes the current time. Fields that are `readOnly` are ignored. If the body does not fit a
    schema of `CHANNEL_FIELDS`, the fields listed there for that schema are ignored too. `arguments` are those
    of a validated request. An error leaves the state as it was.

    Raises:
        ErrorResponse: The campaign has a recipient with this `entity_id` already, or there is no such campaign
            (both 400).
    """
    campaign_id = state.campaign(arguments.path["campaign_id"])["_id"].lower()
    entity_id = arguments.body["entity_id"].lower()
    if entity_id in state.recipients[campaign_id]:
        raise ErrorResponse(400, {"error": "the entity is a recipient of the campaign already", "status": 400})
    excluded = {
        name for form, names in CHANNEL_FIELDS.items() if not arguments.fits(form, arguments.body) for name in names
    }
    excluded |= arguments.read_only("Recipient")
    recipient = state.add_recipient(campaign_id, entity_id, arguments.body["entity_schema"])
    return state.update(recipient, {name: value for name, value in arguments.body.items() if name not in excluded})


def update_recipient(state: State, arguments: Arguments) -> dict[str, Any]:
    """Set the fields of the body on a recipient, except for its id, its schema and `readOnly` ones.

    Return a copy of the recipient. `updated_at` becomes the current time, and `portal_status_updated_at` too if
    the body has `portal_status`. Other fields stay. `arguments` are those of a validated request.

    Raises:
        ErrorResponse: There is no such campaign or recipient (both 400).
    """
    recipient = state.recipient(arguments.path["campaign_id"], arguments.path["recipient_id"], 400)
    fixed = arguments.read_only("Recipient") | {"entity_id", "entity_schema"}
    return state.update(recipient, {name: value for name, value in arguments.body.items() if name not in fixed})


def update_recipient_portal_status(state: State, arguments: Arguments) -> dict[str, Any]:
    """Move the portal status of a recipient forward to `status` of the body.

    The order is `sent`, `seen`, then `dismissed` or `clicked`, which are both final. Steps may be left out, and
    a recipient without a status may get any. `updated_at` and `portal_status_updated_at` become the current
    time. Return a copy of the recipient. `arguments` are those of a validated request.

    Raises:
        ErrorResponse: It would not move forward (409), or there is no such recipient (404) or campaign (400).
    """
    recipient = state.recipient(arguments.path["campaign_id"], arguments.path["recipient_id"], 404)
    before, after = recipient.get("portal_status"), arguments.body["status"]
    if after not in NEXT_STATUSES.get(before, set()):
        raise ErrorResponse(409, {"error": f"the portal status cannot move from {before} to {after}", "status": 409})
    return state.update(recipient, {"portal_status": after})


def get_recipients(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return the page of a campaign's recipients that the query selects: `results`, `next` and `total`.

    `next` is the cursor of the next page, or None on the last page. `total` is the number of all matches.
    `arguments` are those of a validated request.

    Raises:
        ErrorResponse: There is no such campaign (400), or the cursor is malformed or of another list (400).
    """
    return page_of(state, state.campaign(arguments.path["campaign_id"])["_id"], arguments.query)
