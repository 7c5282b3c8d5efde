"""The logic of each operation: change the state and return the JSON response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._messages import Refusal
from ._routes import Arguments
from ._state import Entity, State

FORWARD = {
    None: {"sent", "seen", "dismissed", "clicked"},
    "sent": {"seen", "dismissed", "clicked"},
    "seen": {"dismissed", "clicked"},
}
"""The allowed next portal statuses. Dismissed and clicked are final; a status never moves to itself."""

OURS = {"title", "updated_at", "portal_status_updated_at"}
"""Fields of a recipient that the service sets and requests cannot."""
WAYS = {
    "AutomationRecipientPayload": {"automation_status", "automation_execution_id"},
    "PortalRecipientPayload": {"portal_status", "portal_state"},
}
"""The fields of each delivery channel. A request for one channel leaves out the fields of the other."""


def change_campaign_status(state: State, given: Arguments) -> Any:
    """Toggle a campaign; activating it starts a job, which starts the automations of pending recipients."""
    campaign = state.campaign(given.path["campaign_id"])
    job = state.jobs.get(campaign["_id"].lower(), [])
    if len(job) > 1:
        raise Refusal(400, {"code": "CAMPAIGN_HAS_JOB_IN_PROGRESS"})
    campaign["status"] = "inactive" if campaign.get("status") == "active" else "active"
    campaign["_updated_at"] = state.timestamp()
    if campaign["status"] == "active":
        state.jobs[campaign["_id"].lower()] = ["queued", "processing", "finished"]
        for recipient in state.recipients[campaign["_id"].lower()].values():
            if recipient.get("automation_status") == "pending":
                state.touch(
                    recipient, {"automation_status": "in_progress", "automation_execution_id": state.execution()}
                )
    return {"campaign": campaign}


def get_campaign_job_status(state: State, given: Arguments) -> Any:
    """Return the job status; each request advances the job by one step."""
    campaign_id = state.campaign(given.path["campaign_id"])["_id"].lower()
    job = state.jobs.get(campaign_id)
    if not job:
        return {}
    status = job.pop(0) if len(job) > 1 else job[0]
    running = [one for one in state.recipients[campaign_id].values() if one.get("automation_execution_id")]
    if status == "finished":
        for recipient in running:
            if recipient.get("automation_status") == "in_progress":
                state.touch(recipient, {"automation_status": "success"})
    return {"status": status, "execution_summary": [_execution(one) for one in running]}


def _execution(recipient: Entity) -> Entity:
    names = {"automation_execution_id": "execution_id", "automation_status": "execution_status"}
    return {shown: recipient[name] for name, shown in names.items() if name in recipient}


def get_campaign_portals(state: State, given: Arguments) -> Any:
    """Return the portals of a campaign: always one."""
    campaign = state.campaign(given.path["campaign_id"])
    headline = {"en": campaign.get("name", ""), "de": campaign.get("name", "")}
    portal = {"origin": "END_CUSTOMER_PORTAL", "domain": "portal.example.com", "name": "Portal"}
    return [{"portal": portal, "widgets": [{"id": "widget-1", "headline": headline}]}]


def retrigger_campaign_automations(state: State, given: Arguments) -> Any:
    """Start new executions for recipients whose automation failed."""
    campaign_id = state.campaign(given.path["campaign_id"])["_id"].lower()
    results: list[Entity] = []
    for recipient_id in given.body["recipient_ids"]:
        recipient = state.recipients[campaign_id].get(recipient_id.lower())
        result: Entity = {"recipient_id": recipient_id}
        if recipient is None:
            result |= {"result": "not_found", "error": "there is no such recipient"}
        elif recipient.get("automation_status") != "failed":
            result |= {"result": "invalid_status", "error": "the automation has not failed"}
        else:
            execution = state.execution()
            state.touch(recipient, {"automation_status": "in_progress", "automation_execution_id": execution})
            result |= {"result": "success", "execution_id": execution}
        results.append(result)
    return {"message": f"{len(results)} recipients", "results": results}


def match_campaigns(state: State, given: Arguments) -> Any:
    """Return the campaigns that have one of the entities as a recipient or in their target."""
    wanted = [one.lower() for one in given.body["campaign_ids"] if one.lower() in state.campaigns]
    found = [{"campaign": state.campaigns[one]} for one in wanted if _is_for(state, one, given.body["entity_refs"])]
    return {"hits": len(found), "results": found}


def _is_for(state: State, campaign_id: str, entities: list[Entity]) -> bool:
    related = state.campaigns[campaign_id].get("target", {}).get("$relation", [])
    schemas = {state.targets.get(one["entity_id"].lower(), {}).get("entity_schema") for one in related}
    recipients = state.recipients[campaign_id]
    return any(one["entity_schema"] in schemas or one["entity_id"].lower() in recipients for one in entities)


def match_targets(state: State, given: Arguments) -> Any:
    """Return the targets for the schema of one of the entities."""
    schemas = {one["entity_schema"] for one in given.body["entity_refs"]}
    wanted = [state.targets[one.lower()] for one in given.body["target_ids"] if one.lower() in state.targets]
    found = [{"target": one} for one in wanted if one.get("entity_schema") in schemas]
    return {"hits": len(found), "results": found}


def get_target_queries(state: State, given: Arguments) -> Any:
    """Return the Lucene queries of targets; null and an error where a target has no filters."""
    return {"results": [_query(state, target_id) for target_id in given.body["target_ids"]]}


def _query(state: State, target_id: str) -> Entity:
    target = state.targets.get(target_id.lower())
    if target is None or not target.get("entity_filters"):
        error = "there is no such target" if target is None else "TARGET_WITHOUT_FILTERS"
        return {"target_id": target_id, "query": None, "error": error}
    terms = [f'{name}:"{value}"' for name, value in target["entity_filters"].items()]
    return {"target_id": target_id, "query": " AND ".join([f'_schema:"{target.get("entity_schema", "*")}"', *terms])}


def create_recipient(state: State, given: Arguments) -> Any:
    """Add a recipient; each entity can be added once."""
    campaign_id = state.campaign(given.path["campaign_id"])["_id"].lower()
    entity_id = given.body["entity_id"].lower()
    if entity_id in state.recipients[campaign_id]:
        raise Refusal(400, {"error": "the entity is a recipient of the campaign already", "status": 400})
    state.recipients[campaign_id][entity_id] = {"title": f"{given.body['entity_schema']} {entity_id[:8]}"}
    apart = {name for form, names in WAYS.items() if not given.fits(form, given.body) for name in names}
    kept = {name: value for name, value in given.body.items() if name not in OURS | apart}
    return state.touch(state.recipients[campaign_id][entity_id], kept)


def update_recipient(state: State, given: Arguments) -> Any:
    """Set the fields of the body."""
    recipient = state.recipient(given.path["campaign_id"], given.path["recipient_id"], 400)
    fixed = OURS | {"entity_id", "entity_schema"}
    return state.touch(recipient, {name: value for name, value in given.body.items() if name not in fixed})


def update_recipient_portal_status(state: State, given: Arguments) -> Any:
    """Move a portal status forward."""
    recipient = state.recipient(given.path["campaign_id"], given.path["recipient_id"], 404)
    before, after = recipient.get("portal_status"), given.body["status"]
    if after not in FORWARD.get(before, set()):
        raise Refusal(409, {"error": f"the portal status cannot move from {before} to {after}", "status": 409})
    return state.touch(recipient, {"portal_status": after})


def get_recipients(state: State, given: Arguments) -> Any:
    """Return a page of recipients."""
    return state.page(state.campaign(given.path["campaign_id"])["_id"], given.query)


LOGIC: dict[str, Callable[[State, Arguments], Any]] = {
    one.__name__: one
    for one in (
        change_campaign_status,
        get_campaign_job_status,
        get_campaign_portals,
        retrigger_campaign_automations,
        match_campaigns,
        match_targets,
        get_target_queries,
        create_recipient,
        update_recipient,
        update_recipient_portal_status,
        get_recipients,
    )
}
"""The logic of each operation, by method name."""
