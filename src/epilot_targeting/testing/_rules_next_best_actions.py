"""The logic of next best actions: discover them for an entity, and move the entity-UI status of a recipient."""

from __future__ import annotations

from typing import Any

from ._request_and_response import ErrorResponse
from ._request_validator import Arguments
from ._state import Entity, State

NEXT_STATUSES: dict[str | None, set[str]] = {"seen": {"clicked", "dismissed"}, "clicked": {"dismissed"}}
"""The allowed next entity-UI statuses. `seen` on any status is a success, and a restore leaves `dismissed`."""
PRIORITIES = ["high", "medium", "low"]
MOST_DISMISSED = 25
"""The largest number of dismissed actions in a response. The service has a limit too, which is not published."""


def discover_campaigns(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return the next best actions of active campaigns for the entity in the body, highest priority first.

    A campaign matches the entity as in `State.reaches`. Its action is its attribute `nba`. It is left out if
    that is invalid or absent. An action without priority is medium. Equal ones keep the order of the campaigns.

    Args:
        state: The state.
        arguments: Those of a validated request.

    Returns:
        `results` are the actions that are not dismissed, without a limit, and `hits` is their number.
        `dismissed` are the others, at most 25. An action is dismissed if the entity's recipient in the campaign has
        the entity-UI status `dismissed`.
    """
    found = sorted(
        (_result(state, campaign_id, arguments.body["entity_id"].lower()) for campaign_id in _active(state, arguments)),
        key=lambda result: PRIORITIES.index(result["nba"].get("priority", "medium")),
    )
    results = [one for one in found if one.get("status") != "dismissed"]
    dismissed = [one for one in found if one.get("status") == "dismissed"][:MOST_DISMISSED]
    return {"hits": len(results), "results": results, "dismissed": dismissed}


def _active(state: State, arguments: Arguments) -> list[str]:
    """Return the ids, in lower case, of the active campaigns with a valid `nba` that match the entity in the body.

    A campaign matches as in `State.reaches`. Its `nba` is valid by the schema `NextBestAction`.
    """
    return [
        campaign_id
        for campaign_id, campaign in state.campaigns.items()
        if campaign.get("status") == "active"
        and arguments.fits("NextBestAction", campaign.get("nba"))
        and state.reaches(campaign_id, [arguments.body])
    ]


def _result(state: State, campaign_id: str, entity_id: str) -> Entity:
    """Return the next best action of a campaign for an entity, as a new object for the response.

    The entity-UI status of the recipient is its `status`, with `status_updated_at`. A key is absent if there is
    no recipient, or it does not have the value. Its `nba` is that of the state, and no copy: do not change it.

    Args:
        state: The state.
        campaign_id: An id from `_active`, so that the campaign has an `nba`.
        entity_id: The entity id, in lower case.
    """
    recipient = state.recipients[campaign_id].get(entity_id, {})
    names = {"entity_ui_status": "status", "entity_ui_status_updated_at": "status_updated_at"}
    interaction = {shown: recipient[name] for name, shown in names.items() if name in recipient}
    return {"campaign_id": campaign_id, "nba": state.campaigns[campaign_id]["nba"], **interaction}


def update_recipient_entity_ui_status(state: State, arguments: Arguments) -> dict[str, Any]:
    """Move the entity-UI status of a recipient to `status` of the body. Return a copy of the recipient.

    `seen` adds the recipient if the campaign does not have it, with `entity_schema` of the body. `seen` for a
    recipient that has a status already changes nothing. `arguments` are those of a validated request. An error
    leaves the state as it was.

    Raises:
        ErrorResponse: The status cannot move like this (409), or there is no such campaign (400). There is no
            such recipient: 404, or 400 for `seen` without `entity_schema`.
    """
    campaign_id, recipient_id = arguments.path["campaign_id"].lower(), arguments.path["recipient_id"].lower()
    after = arguments.body["status"]
    state.campaign(campaign_id)
    if after == "seen" and recipient_id not in state.recipients[campaign_id]:
        if "entity_schema" not in arguments.body:
            raise ErrorResponse(400, {"error": "the first `seen` needs entity_schema", "status": 400})
        state.add_recipient(campaign_id, recipient_id, arguments.body["entity_schema"])
    recipient = state.recipient(campaign_id, recipient_id, 404)
    before = recipient.get("entity_ui_status")
    if after == "seen":
        return dict(recipient) if before else state.update(recipient, {"entity_ui_status": "seen"})
    if after not in NEXT_STATUSES.get(before, set()):
        raise ErrorResponse(409, {"error": f"the entity-UI status cannot move from {before} to {after}", "status": 409})
    kept = {"entity_ui_status_before_dismiss": before} if after == "dismissed" else {}
    return state.update(recipient, {"entity_ui_status": after, **kept})


def restore_recipient_entity_ui_status(state: State, arguments: Arguments) -> dict[str, Any]:
    """Restore the entity-UI status that a recipient had before it was dismissed, and return a copy of the recipient.

    Without a former status, it becomes `seen`. `arguments` are those of a validated request. An error leaves the state
    as it was.

    Raises:
        ErrorResponse: There is no such campaign or recipient, or it has no entity-UI status (404), or it is not
            dismissed (409).
    """
    campaign_id, recipient_id = arguments.path["campaign_id"].lower(), arguments.path["recipient_id"].lower()
    # The document has no 400 here, so an unknown campaign has no such recipient either.
    recipient = state.recipients.get(campaign_id, {}).get(recipient_id, {})
    status = recipient.get("entity_ui_status")
    if status is None:
        raise ErrorResponse(404, {"error": "the recipient has no entity-UI status", "status": 404})
    if status != "dismissed":
        raise ErrorResponse(409, {"error": f"the entity-UI status is {status}, not dismissed", "status": 409})
    return state.update(recipient, {"entity_ui_status": recipient.pop("entity_ui_status_before_dismiss", "seen")})
