"""The logic of setting up a campaign: create it and what belongs to it."""

from __future__ import annotations

from typing import Any

from ._request_validator import Arguments
from ._state import Entity, State


def setup_campaign(state: State, arguments: Arguments) -> dict[str, Any]:
    """Add a draft campaign to the state, as the body describes it. Return `type` of the body and the ids.

    The ids are `campaign_id`, `product_recommendation_id`, and those that the body asks for: `journey_id` and
    `portal_widget_id`. The campaign gets only the first of `target_ids`. For its e-mail flow, portal widget and
    product recommendation no object is added to the state. `arguments` are those of a validated request.
    """
    wanted, channels = arguments.body["campaign"], arguments.body.get("channels", {})
    campaign: Entity = {
        "_id": state.new_id("campaign"),
        "_schema": "campaign",
        "_title": wanted["name"],
        "_created_at": state.timestamp(),
        "status": "draft",
        **{name: wanted[name] for name in ("name", "goal") if name in wanted},
        **_flow(state, channels.get("email", {})),
        "target": {"$relation": [{"entity_id": one} for one in wanted["target_ids"][:1]]},
    }
    state.campaigns[campaign["_id"]] = campaign
    state.recipients[campaign["_id"]] = {}
    created = {
        "type": arguments.body["type"],
        "product_recommendation_id": state.new_id("product_recommendation"),
        "campaign_id": campaign["_id"],
    }
    if "journey" in arguments.body:
        created["journey_id"] = arguments.body["journey"]["journey_id"]
    if "portal_widget" in channels:
        created["portal_widget_id"] = state.new_id("portal_widget")
    return created


def _flow(state: State, email: Entity) -> Entity:
    """Return an object with the `flow_id` of a new campaign: the `automation_id` of its e-mail, or else a new id.

    Args:
        state: The state, which makes the new id.
        email: The object `channels.email` of the body. If it is empty, so is the result.
    """
    if not email:
        return {}
    return {"flow_id": email.get("automation_id") or state.new_id("flow")}
