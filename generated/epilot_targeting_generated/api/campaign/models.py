# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag campaign."""

from ...models.base_entity_acl import BaseEntityAcl
from ...models.base_entity_owner import BaseEntityOwner
from ...models.base_relation import BaseRelation
from ...models.base_relation_item import BaseRelationItem
from ...models.campaign import Campaign
from ...models.campaign_portal import CampaignPortal
from ...models.campaign_portals_response import CampaignPortalsResponse
from ...models.campaign_response import CampaignResponse
from ...models.campaign_status import CampaignStatus
from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.error_code import ErrorCode
from ...models.execution_summary_item import ExecutionSummaryItem
from ...models.job_state import JobState
from ...models.job_status import JobStatus
from ...models.localized_text import LocalizedText
from ...models.message_error import MessageError
from ...models.portal_info import PortalInfo
from ...models.portal_widget import PortalWidget
from ...models.retrigger_automations_request import RetriggerAutomationsRequest
from ...models.retrigger_automations_response import RetriggerAutomationsResponse
from ...models.retrigger_automations_result import RetriggerAutomationsResult
from ...models.retrigger_outcome import RetriggerOutcome
from ...models.server_error_body import ServerErrorBody
from ...models.statused_error import StatusedError

__all__ = [
    "BaseEntityAcl",
    "BaseEntityOwner",
    "BaseRelation",
    "BaseRelationItem",
    "Campaign",
    "CampaignPortal",
    "CampaignPortalsResponse",
    "CampaignResponse",
    "CampaignStatus",
    "ClientErrorBody",
    "CodeError",
    "ErrorCode",
    "ExecutionSummaryItem",
    "JobState",
    "JobStatus",
    "LocalizedText",
    "MessageError",
    "PortalInfo",
    "PortalWidget",
    "RetriggerAutomationsRequest",
    "RetriggerAutomationsResponse",
    "RetriggerAutomationsResult",
    "RetriggerOutcome",
    "ServerErrorBody",
    "StatusedError",
]
