"""What schemathesis has to know beyond the document: the gateway, the state, and what follows on what."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure

CAMPAIGN = {"campaign_id": "$request.path.campaign_id"}
CREATED = {"campaign_id": "$response.body#/campaign_id"}
RECIPIENT = {**CAMPAIGN, "recipient_id": "$response.body#/entity_id"}
LISTED = {**CAMPAIGN, "recipient_id": "$response.body#/results/0/entity_id"}
REFERENCE = {"entity_id": "$response.body#/entity_id", "entity_schema": "$response.body#/entity_schema"}
AGAIN = {"recipient_ids": ["$response.body#/entity_id"]}
MATCH = {"campaign_ids": ["$request.path.campaign_id"], "entity_refs": [REFERENCE]}
OK, BAD_REQUEST = 200, 400
Link = tuple[str, dict[str, str], dict[str, Any]]

LINKS: dict[str, list[Link]] = {
    "changeCampaignStatus": [
        ("getCampaignJobStatus", CAMPAIGN, {}),
        ("getCampaignPortals", CAMPAIGN, {}),
        ("changeCampaignStatus", CAMPAIGN, {}),
        ("createRecipient", CAMPAIGN, {}),
        ("getEmailStats", CAMPAIGN, {}),
    ],
    "getCampaignJobStatus": [("getCampaignJobStatus", CAMPAIGN, {}), ("changeCampaignStatus", CAMPAIGN, {})],
    "createRecipient": [
        ("updateRecipient", RECIPIENT, {}),
        ("updateRecipientPortalStatus", RECIPIENT, {}),
        ("updateRecipientEntityUiStatus", RECIPIENT, {}),
        ("retriggerCampaignAutomations", CAMPAIGN, AGAIN),
        ("matchCampaigns", {}, MATCH),
        ("changeCampaignStatus", CAMPAIGN, {}),
        ("getRecipients", CAMPAIGN, {}),
    ],
    "updateRecipient": [
        ("updateRecipientPortalStatus", RECIPIENT, {}),
        ("retriggerCampaignAutomations", CAMPAIGN, AGAIN),
        ("getRecipients", CAMPAIGN, {}),
    ],
    "updateRecipientPortalStatus": [
        ("updateRecipientPortalStatus", RECIPIENT, {}),
        ("getRecipients", CAMPAIGN, {}),
    ],
    "setupCampaign": [
        ("changeCampaignStatus", CREATED, {}),
        ("getRecipients", CREATED, {}),
        ("createRecipient", CREATED, {}),
    ],
    "updateRecipientEntityUiStatus": [
        ("updateRecipientEntityUiStatus", RECIPIENT, {}),
        ("restoreRecipientEntityUiStatus", RECIPIENT, {}),
        ("discoverCampaigns", {}, REFERENCE),
    ],
    "restoreRecipientEntityUiStatus": [("updateRecipientEntityUiStatus", RECIPIENT, {})],
    "retriggerCampaignAutomations": [("getRecipients", CAMPAIGN, {})],
    "getRecipients": [
        ("getRecipients", {**CAMPAIGN, "next": "$response.body#/next"}, {}),
        ("updateRecipient", LISTED, {}),
        ("updateRecipientPortalStatus", LISTED, {}),
    ],
}
"""What may follow on the success of an operation, by operationId: the operation, its parameters, its body."""

GATEWAY = {
    "400": "the request is not what the document says",
    "401": "there is no good token",
    "404": "no operation has this path",
    "405": "no operation of this path has this method",
}
MESSAGE = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}


@schemathesis.hook
def before_load_schema(_: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Add to each operation what the gateway answers, and what may follow."""
    for item in raw_schema["paths"].values():
        for operation in (node for node in item.values() if isinstance(node, dict) and "responses" in node):
            responses = operation["responses"]
            for target, *how in LINKS.get(operation.get("operationId", ""), []):
                responses[min(responses)].setdefault("links", {})[target] = _link(target, *how)
            for status, why in GATEWAY.items():
                content = {"application/json": {"schema": MESSAGE}}
                responses.setdefault(status, {"description": why, "content": content})


def _link(target: str, parameters: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    return {"operationId": target, "parameters": parameters} | ({"requestBody": body} if body else {})


CURSORS: dict[str, dict[str, Any]] = {}
"""The filters of the list that each cursor belongs to."""


@schemathesis.hook
def after_call(_: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response) -> None:
    """Remember the cursor of a page."""
    if case.operation.definition.raw.get("operationId") == "getRecipients" and response.status_code == OK:
        following = json.loads(response.content)["next"]
        CURSORS[following] = {key: value for key, value in case.query.items() if key not in ("next", "limit", "from")}


@schemathesis.hook
def before_call(_: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]) -> None:
    """Send a cursor with the filters of its list: a link can't leave out what was not there."""
    cursor = case.query.get("next")
    if isinstance(cursor, str) and cursor in CURSORS:
        case.query = {key: case.query[key] for key in ("next", "limit") if key in case.query} | CURSORS[cursor]


@schemathesis.hook
def filter_failure(
    _: schemathesis.HookContext, failure: Failure, case: schemathesis.Case[Any], response: schemathesis.Response
) -> bool:
    """Let a state refuse a well-formed request: with a code or an error, and never with a message about its form."""
    refused = failure.title == "Schema-valid request rejected" and response.status_code == BAD_REQUEST
    return not (refused and {"code", "error"} & set(json.loads(response.content)))
