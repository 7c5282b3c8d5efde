"""The examples of the documentation page, as they stand there: placeholders included."""

from typing import Any

CAMPAIGN: dict[str, Any] = {
    "_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84",
    "_org": "string",
    "_owners": [{"org_id": "123", "user_id": "123"}],
    "_schema": "string",
    "_title": "string",
    "_tags": ["string"],
    "_created_at": "1970-01-01T00:00:00.000Z",
    "_updated_at": "1970-01-01T00:00:00.000Z",
    "_acl": {"view": ["org:456"], "edit": ["org:456"], "delete": ["org:456"]},
    "name": "string",
    "goal": "string",
    "status": "draft",
    "start_date": "string",
    "end_date": "string",
    "flow_id": "string",
    "job_id": "string",
    "target": {"$relation": [{"entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84", "_tags": ["string"]}]},
}

TARGET: dict[str, Any] = {
    "_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84",
    "_org": "string",
    "_owners": [{"org_id": "123", "user_id": "123"}],
    "_schema": "string",
    "_title": "string",
    "_tags": ["string"],
    "_created_at": "1970-01-01T00:00:00.000Z",
    "_updated_at": "1970-01-01T00:00:00.000Z",
    "_acl": {"view": ["org:456"], "edit": ["org:456"], "delete": ["org:456"]},
    "name": "string",
    "description": "string",
    "entity_schema": "string",
    "entity_filters": {},
}

RECIPIENT: dict[str, Any] = {
    "entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84",
    "entity_schema": "string",
    "title": "string",
    "automation_status": "pending",
    "automation_execution_id": "string",
    "portal_status": "sent",
    "portal_status_updated_at": "1970-01-01T00:00:00.000Z",
    "portal_state": {},
    "updated_at": "1970-01-01T00:00:00.000Z",
}

REPLIES: dict[str, Any] = {
    "changeCampaignStatus": {"campaign": CAMPAIGN},
    "getCampaignJobStatus": {
        "status": "queued",
        "execution_summary": [{"execution_id": "string", "execution_status": "string"}],
    },
    "getCampaignPortals": [
        {
            "portal": {"origin": "string", "domain": "string", "name": "string"},
            "widgets": [{"id": "string", "headline": {"en": "string", "de": "string"}}],
        }
    ],
    "retriggerCampaignAutomations": {
        "message": "string",
        "results": [
            {
                "recipient_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
                "result": "success",
                "execution_id": "string",
                "error": "string",
            }
        ],
    },
    "matchCampaigns": {"hits": 0, "results": [{"campaign": CAMPAIGN}]},
    "matchTargets": {"hits": 0, "results": [{"target": TARGET}]},
    "getTargetQueries": {
        "results": [{"target_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84", "query": "string", "error": "string"}]
    },
    "createRecipient": RECIPIENT,
    "updateRecipient": RECIPIENT,
    "updateRecipientPortalStatus": RECIPIENT,
    "getRecipients": {"results": [RECIPIENT], "next": "string", "total": 0},
}

REQUESTS: dict[str, Any] = {
    "retriggerCampaignAutomations": {"recipient_ids": ["3fa85f64-5717-4562-b3fc-2c963f66afa6"]},
    "matchCampaigns": {
        "entity_refs": [{"entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84", "entity_schema": "string"}],
        "campaign_ids": ["b8c01433-5556-4e2b-aad4-6f5348d1df84"],
    },
    "matchTargets": {
        "entity_refs": [{"entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84", "entity_schema": "string"}],
        "target_ids": ["b8c01433-5556-4e2b-aad4-6f5348d1df84"],
    },
    "getTargetQueries": {"target_ids": ["b8c01433-5556-4e2b-aad4-6f5348d1df84"]},
    "createRecipient": {
        "entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84",
        "entity_schema": "string",
        "automation_status": "pending",
        "automation_execution_id": "string",
    },
    "updateRecipient": {
        "automation_status": "pending",
        "automation_execution_id": "string",
        "portal_status": "sent",
        "portal_state": {},
    },
    "updateRecipientPortalStatus": {"status": "sent"},
}
