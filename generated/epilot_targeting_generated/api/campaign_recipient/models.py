# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag campaign_recipient."""

from ...models.automation_status import AutomationStatus
from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.create_automation_portal_recipient_payload import CreateAutomationPortalRecipientPayload
from ...models.create_automation_portal_recipient_payload_dict import CreateAutomationPortalRecipientPayloadDict
from ...models.create_automation_recipient_payload import CreateAutomationRecipientPayload
from ...models.create_automation_recipient_payload_dict import CreateAutomationRecipientPayloadDict
from ...models.create_portal_recipient_payload import CreatePortalRecipientPayload
from ...models.create_portal_recipient_payload_dict import CreatePortalRecipientPayloadDict
from ...models.create_recipient_payload import CreateRecipientPayload
from ...models.create_recipient_payload_dict import CreateRecipientPayloadDict
from ...models.email_bounce_type import EmailBounceType
from ...models.email_clicked_link import EmailClickedLink
from ...models.email_stats_response import EmailStatsResponse
from ...models.email_status import EmailStatus
from ...models.entity_ui_status import EntityUiStatus
from ...models.error_code import ErrorCode
from ...models.message_error import MessageError
from ...models.portal_status import PortalStatus
from ...models.recipient import Recipient
from ...models.recipients_response import RecipientsResponse
from ...models.server_error_body import ServerErrorBody
from ...models.statused_error import StatusedError
from ...models.update_entity_ui_status_request import UpdateEntityUiStatusRequest
from ...models.update_entity_ui_status_request_dict import UpdateEntityUiStatusRequestDict
from ...models.update_portal_status_request import UpdatePortalStatusRequest
from ...models.update_portal_status_request_dict import UpdatePortalStatusRequestDict
from ...models.update_recipient_payload import UpdateRecipientPayload
from ...models.update_recipient_payload_dict import UpdateRecipientPayloadDict

__all__ = [
    "AutomationStatus",
    "ClientErrorBody",
    "CodeError",
    "CreateAutomationPortalRecipientPayload",
    "CreateAutomationPortalRecipientPayloadDict",
    "CreateAutomationRecipientPayload",
    "CreateAutomationRecipientPayloadDict",
    "CreatePortalRecipientPayload",
    "CreatePortalRecipientPayloadDict",
    "CreateRecipientPayload",
    "CreateRecipientPayloadDict",
    "EmailBounceType",
    "EmailClickedLink",
    "EmailStatsResponse",
    "EmailStatus",
    "EntityUiStatus",
    "ErrorCode",
    "MessageError",
    "PortalStatus",
    "Recipient",
    "RecipientsResponse",
    "ServerErrorBody",
    "StatusedError",
    "UpdateEntityUiStatusRequest",
    "UpdateEntityUiStatusRequestDict",
    "UpdatePortalStatusRequest",
    "UpdatePortalStatusRequestDict",
    "UpdateRecipientPayload",
    "UpdateRecipientPayloadDict",
]
