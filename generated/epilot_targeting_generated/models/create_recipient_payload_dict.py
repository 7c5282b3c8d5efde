# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CreateRecipientPayloadDict."""

from typing import TypeAlias

from .create_automation_portal_recipient_payload_dict import CreateAutomationPortalRecipientPayloadDict
from .create_automation_recipient_payload_dict import CreateAutomationRecipientPayloadDict
from .create_portal_recipient_payload_dict import CreatePortalRecipientPayloadDict

CreateRecipientPayloadDict: TypeAlias = (
    CreateAutomationRecipientPayloadDict | CreatePortalRecipientPayloadDict | CreateAutomationPortalRecipientPayloadDict
)
"""A new recipient, reached through an automation, a portal, or both"""
