"""An AWS Lambda function that sets the portal status of a recipient.

The handler is `lambda_handler.handler`. Code outside of it runs once for each container, so
the client keeps its connections between calls.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from epilot_targeting import ConflictError, TargetingClient
from epilot_targeting.models import UpdatePortalStatusRequest

runner = asyncio.Runner()
client = TargetingClient(
    lambda: os.environ["EPILOT_TOKEN"],
    base_url=os.environ.get("TARGETING_URL"),
    deadline=8.0,  # below the time limit of the function
)
client.preload()  # while the container starts: the first call costs what the second does


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Set the status that the event names, and return that of the recipient."""
    return runner.run(
        set_status(event["campaign_id"], event["recipient_id"], event["status"])
    )


async def set_status(campaign_id: str, recipient_id: str, status: str) -> dict[str, Any]:
    """Set a portal status. It is no failure if the recipient has gone further already."""
    body = UpdatePortalStatusRequest.from_dict({"status": status})
    try:
        recipient = await client.update_recipient_portal_status(
            campaign_id, recipient_id, body
        )
    except ConflictError as error:
        return {"changed": False, "reason": error.message}
    return {"changed": True, "status": recipient.portal_status}
