# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CreateAutomationRecipientPayloadDict."""

from typing import Literal, TypedDict
from uuid import UUID

from .automation_status import AutomationStatus


class CreateAutomationRecipientPayloadDict(TypedDict):
    """`CreateAutomationRecipientPayload` as a plain dict in the shape of the JSON object."""

    entity_id: "UUID | str"
    """The id of the entity."""

    entity_schema: "str"
    """The kind of entity."""

    automation_status: "AutomationStatus | Literal['pending', 'in_progress', 'success', 'failed', 'cancelled']"
    """How far the automation of a recipient has got."""

    automation_execution_id: "str"
    """The id of the automation execution."""
