# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CreateRecipientPayload."""

from typing import TypeAlias

from .create_automation_portal_recipient_payload import CreateAutomationPortalRecipientPayload
from .create_automation_recipient_payload import CreateAutomationRecipientPayload
from .create_portal_recipient_payload import CreatePortalRecipientPayload

CreateRecipientPayload: TypeAlias = (
    CreateAutomationRecipientPayload | CreatePortalRecipientPayload | CreateAutomationPortalRecipientPayload
)
"""A new recipient, reached through an automation, a portal, or both"""
