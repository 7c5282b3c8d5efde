# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CreateAutomationPortalRecipientPayloadDict."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from .automation_status import AutomationStatus
from .portal_status import PortalStatus


class CreateAutomationPortalRecipientPayloadDict(TypedDict):
    """`CreateAutomationPortalRecipientPayload` as a plain dict in the shape of the JSON object."""

    entity_id: "UUID | str"
    """The id of the entity."""

    entity_schema: "str"
    """The kind of entity."""

    automation_status: "AutomationStatus | Literal['pending', 'in_progress', 'success', 'failed', 'cancelled']"
    """How far the automation of a recipient has got."""

    automation_execution_id: "str"
    """The id of the automation execution."""

    portal_status: "PortalStatus | Literal['sent', 'seen', 'dismissed', 'clicked']"
    """What a recipient has done with a campaign in the portal."""

    portal_state: NotRequired["Mapping[str, Any]"]
    """Whatever the portal keeps about the recipient."""
