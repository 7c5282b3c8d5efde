"""The logic of one campaign: its status, its job and automations, and its portals."""

from __future__ import annotations

from typing import Any

from ._request_and_response import ErrorResponse
from ._request_validator import Arguments
from ._state import Entity, State


def change_campaign_status(state: State, arguments: Arguments) -> dict[str, Any]:
    """Activate a campaign, or make it inactive if it is active. Return the campaign of the state under `campaign`.

    Its `_updated_at` becomes the current time. Activating it starts a job, and the automations of its recipients whose
    automation status is `pending`. Of `arguments`, only `campaign_id` of the path is read.

    Raises:
        ErrorResponse: Its job has not reached its last status, or there is no such campaign (both 400).
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
                    recipient, {"automation_status": "in_progress", "automation_execution_id": state.new_execution_id()}
                )
    return {"campaign": campaign}


def get_campaign_job_status(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return `status` and `execution_summary` of a campaign's job, or an empty object if it has no job.

    The status is the first one of the campaign in `jobs` of the state. It is then removed there, unless it is
    the last one. The status None stands for no job. The summary has the `_execution` of each recipient with an
    `automation_execution_id`. The status `finished` first changes the `automation_status` of these recipients
    from `in_progress` to `success`. Of `arguments`, only `campaign_id` of the path is read.

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
    """Return the automation execution of a recipient for the status of a job: `execution_id` and `execution_status`.

    A field that the recipient does not have is left out.
    """
    names = {"automation_execution_id": "execution_id", "automation_status": "execution_status"}
    return {shown: recipient[name] for name, shown in names.items() if name in recipient}


def retrigger_campaign_automations(state: State, arguments: Arguments) -> dict[str, Any]:
    """Start a new execution for each recipient in `recipient_ids` whose automation failed: it is then `in_progress`.

    Return `message` and, as `results`, a result for each id in that order: `success`, `not_found` or `invalid_status`.

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
            execution = state.new_execution_id()
            state.update(recipient, {"automation_status": "in_progress", "automation_execution_id": execution})
            result |= {"result": "success", "execution_id": execution}
        results.append(result)
    return {"message": f"{len(results)} recipients", "results": results}


def get_campaign_portals(state: State, arguments: Arguments) -> list[Entity]:
    """Return a list of the one portal of the fake, with a widget whose headline is the campaign's name.

    Raises:
        ErrorResponse: There is no such campaign (400).
    """
    campaign = state.campaign(arguments.path["campaign_id"])
    headline = {"en": campaign.get("name", ""), "de": campaign.get("name", "")}
    portal = {"origin": "END_CUSTOMER_PORTAL", "domain": "portal.example.com", "name": "Portal"}
    return [{"portal": portal, "widgets": [{"id": "widget-1", "headline": headline}]}]
