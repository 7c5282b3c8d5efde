"""The logic of each operation: change the state and return the JSON body of the response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._recipient_pages import page_of
from ._request_and_reply import ErrorResponse
from ._request_validator import Arguments
from ._rules_email_stats import get_email_stats
from ._rules_next_best_actions import (
    discover_campaigns,
    restore_recipient_entity_ui_status,
    update_recipient_entity_ui_status,
)
from ._rules_setup import setup_campaign
from ._state import Entity, State

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


def change_campaign_status(state: State, arguments: Arguments) -> Any:
    """Activate a campaign, or make it inactive if it is active. Return it under `campaign`.

    Activating it starts a job, and the automations of its pending recipients.

    Raises:
        ErrorResponse: Its job is in progress, or there is no such campaign (400).
    """
    campaign = state.campaign(arguments.path["campaign_id"])
    job = state.jobs.get(campaign["_id"].lower(), [])
    if len(job) > 1:
        raise ErrorResponse(400, {"code": "CAMPAIGN_HAS_JOB_IN_PROGRESS"})
    campaign["status"] = "inactive" if campaign.get("status") == "active" else "active"
    campaign["_updated_at"] = state.timestamp()
    if campaign["status"] == "active":
        state.jobs[campaign["_id"].lower()] = ["queued", "processing", "finished"]
        for recipient in state.recipients[campaign["_id"].lower()].values():
            if recipient.get("automation_status") == "pending":
                state.update(
                    recipient, {"automation_status": "in_progress", "automation_execution_id": state.execution()}
                )
    return {"campaign": campaign}


def get_campaign_job_status(state: State, arguments: Arguments) -> Any:
    """Return the `status` of a campaign's job and its `execution_summary`, or an empty object without a job.

    Each request advances the job by one step. The step `finished` sets automations in progress to `success`.

    Raises:
        ErrorResponse: There is no such campaign (400).
    """
    campaign_id = state.campaign(arguments.path["campaign_id"])["_id"].lower()
    job = state.jobs.get(campaign_id)
    if not job:
        return {}
    status = job.pop(0) if len(job) > 1 else job[0]
    if status is None:
        return {}
    running = [one for one in state.recipients[campaign_id].values() if one.get("automation_execution_id")]
    if status == "finished":
        for recipient in running:
            if recipient.get("automation_status") == "in_progress":
                state.update(recipient, {"automation_status": "success"})
    return {"status": status, "execution_summary": [_execution(one) for one in running]}


def _execution(recipient: Entity) -> Entity:
    """Return the automation execution of a recipient, as the status of a job shows it: its id and its status."""
    names = {"automation_execution_id": "execution_id", "automation_status": "execution_status"}
    return {shown: recipient[name] for name, shown in names.items() if name in recipient}


def get_campaign_portals(state: State, arguments: Arguments) -> Any:
    """Return the portals of a campaign: always the same one, whose headline is the campaign's name.

    Raises:
        ErrorResponse: There is no such campaign (400).
    """
    campaign = state.campaign(arguments.path["campaign_id"])
    headline = {"en": campaign.get("name", ""), "de": campaign.get("name", "")}
    portal = {"origin": "END_CUSTOMER_PORTAL", "domain": "portal.example.com", "name": "Portal"}
    return [{"portal": portal, "widgets": [{"id": "widget-1", "headline": headline}]}]


def retrigger_campaign_automations(state: State, arguments: Arguments) -> Any:
    """Start a new execution for each recipient in `recipient_ids` whose automation failed.

    Return a result for each recipient, as `results`.

    Raises:
        ErrorResponse: There is no such campaign (400).
    """
    campaign_id = state.campaign(arguments.path["campaign_id"])["_id"].lower()
    results: list[Entity] = []
    for recipient_id in arguments.body["recipient_ids"]:
        recipient = state.recipients[campaign_id].get(recipient_id.lower())
        result: Entity = {"recipient_id": recipient_id}
        if recipient is None:
            result |= {"result": "not_found", "error": "there is no such recipient"}
        elif recipient.get("automation_status") != "failed":
            result |= {"result": "invalid_status", "error": "the automation has not failed"}
        else:
            execution = state.execution()
            state.update(recipient, {"automation_status": "in_progress", "automation_execution_id": execution})
            result |= {"result": "success", "execution_id": execution}
        results.append(result)
    return {"message": f"{len(results)} recipients", "results": results}


def match_campaigns(state: State, arguments: Arguments) -> Any:
    """Return those campaigns that have one of the entities as a recipient or in a target, as `hits` and `results`.

    The body has the `campaign_ids` to choose from, in that order, and the `entity_refs`.
    """
    wanted = [one.lower() for one in arguments.body["campaign_ids"] if one.lower() in state.campaigns]
    found = [{"campaign": state.campaigns[one]} for one in wanted if state.reaches(one, arguments.body["entity_refs"])]
    return {"hits": len(found), "results": found}


def match_targets(state: State, arguments: Arguments) -> Any:
    """Return those targets whose entity schema is that of one of the entities, as `hits` and `results`.

    The body has the `target_ids` to choose from, in that order, and the `entity_refs`.
    """
    schemas = {one["entity_schema"] for one in arguments.body["entity_refs"]}
    wanted = [state.targets[one.lower()] for one in arguments.body["target_ids"] if one.lower() in state.targets]
    found = [{"target": one} for one in wanted if one.get("entity_schema") in schemas]
    return {"hits": len(found), "results": found}


def get_target_queries(state: State, arguments: Arguments) -> Any:
    """Return the Lucene query of each target in `target_ids`, as `results`.

    An unknown target, or one without filters, has an error.
    """
    return {"results": [_query(state, target_id) for target_id in arguments.body["target_ids"]]}


def _query(state: State, target_id: str) -> Entity:
    """Return the result for one target: its Lucene query, or null and an error if it is unknown or has no filters."""
    target = state.targets.get(target_id.lower())
    if target is None or not target.get("entity_filters"):
        error = "there is no such target" if target is None else "TARGET_WITHOUT_FILTERS"
        return {"target_id": target_id, "query": None, "error": error}
    terms = [f'{name}:"{value}"' for name, value in target["entity_filters"].items()]
    return {"target_id": target_id, "query": " AND ".join([f'_schema:"{target.get("entity_schema", "*")}"', *terms])}


def create_recipient(state: State, arguments: Arguments) -> Any:
    """Add the recipient in the body to a campaign, and return it.

    Raises:
        ErrorResponse: The entity is a recipient already, or there is no such campaign (400).
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


def update_recipient(state: State, arguments: Arguments) -> Any:
    """Set the fields of the body on a recipient, except for its id, its schema and `readOnly` ones, and return it.

    Raises:
        ErrorResponse: There is no such campaign or recipient (400).
    """
    recipient = state.recipient(arguments.path["campaign_id"], arguments.path["recipient_id"], 400)
    fixed = arguments.read_only("Recipient") | {"entity_id", "entity_schema"}
    return state.update(recipient, {name: value for name, value in arguments.body.items() if name not in fixed})


def update_recipient_portal_status(state: State, arguments: Arguments) -> Any:
    """Move the portal status of a recipient forward, and return the recipient.

    Raises:
        ErrorResponse: It would move backward or stay (409), or there is no such recipient (404) or campaign (400).
    """
    recipient = state.recipient(arguments.path["campaign_id"], arguments.path["recipient_id"], 404)
    before, after = recipient.get("portal_status"), arguments.body["status"]
    if after not in NEXT_STATUSES.get(before, set()):
        raise ErrorResponse(409, {"error": f"the portal status cannot move from {before} to {after}", "status": 409})
    return state.update(recipient, {"portal_status": after})


def get_recipients(state: State, arguments: Arguments) -> Any:
    """Return the page of a campaign's recipients that the query selects, as `results`, `next` and `total`.

    Raises:
        ErrorResponse: There is no such campaign, or the cursor is of another list (400).
    """
    return page_of(state, state.campaign(arguments.path["campaign_id"])["_id"], arguments.query)


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
        setup_campaign,
        discover_campaigns,
        update_recipient_entity_ui_status,
        restore_recipient_entity_ui_status,
        get_email_stats,
    )
}
"""The logic of each operation, by method name."""
