# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models, each loaded when it is named."""

from __future__ import annotations

from ..lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from .automation_recipient_payload import AutomationRecipientPayload
    from .automation_status import AutomationStatus
    from .base_entity_acl import BaseEntityAcl
    from .base_entity_owner import BaseEntityOwner
    from .base_error import BaseError
    from .base_nano_id import BaseNanoID
    from .base_recipient_payload import BaseRecipientPayload
    from .base_relation import BaseRelation
    from .base_relation_item import BaseRelationItem
    from .base_system_fields import BaseSystemFields
    from .base_system_fields_required import BaseSystemFieldsRequired
    from .base_system_id import BaseSystemId
    from .base_tags import BaseTags
    from .base_uuid import BaseUUID
    from .campaign import Campaign
    from .campaign_match import CampaignMatch
    from .campaign_portal import CampaignPortal
    from .campaign_portals_response import CampaignPortalsResponse
    from .campaign_response import CampaignResponse
    from .campaign_status import CampaignStatus
    from .client_error_body import ClientErrorBody
    from .code_error import CodeError
    from .create_automation_portal_recipient_payload import CreateAutomationPortalRecipientPayload
    from .create_automation_portal_recipient_payload_dict import CreateAutomationPortalRecipientPayloadDict
    from .create_automation_recipient_payload import CreateAutomationRecipientPayload
    from .create_automation_recipient_payload_dict import CreateAutomationRecipientPayloadDict
    from .create_portal_recipient_payload import CreatePortalRecipientPayload
    from .create_portal_recipient_payload_dict import CreatePortalRecipientPayloadDict
    from .create_recipient_payload import CreateRecipientPayload
    from .create_recipient_payload_dict import CreateRecipientPayloadDict
    from .discover_campaigns_params import DiscoverCampaignsParams
    from .discover_campaigns_params_dict import DiscoverCampaignsParamsDict
    from .discover_campaigns_response import DiscoverCampaignsResponse
    from .discover_result import DiscoverResult
    from .email_bounce_type import EmailBounceType
    from .email_clicked_link import EmailClickedLink
    from .email_stats_response import EmailStatsResponse
    from .email_status import EmailStatus
    from .entity_ref import EntityRef
    from .entity_ref_dict import EntityRefDict
    from .entity_ui_status import EntityUiStatus
    from .error_code import ErrorCode
    from .execution_summary_item import ExecutionSummaryItem
    from .get_target_queries_params import GetTargetQueriesParams
    from .get_target_queries_params_dict import GetTargetQueriesParamsDict
    from .job_state import JobState
    from .job_status import JobStatus
    from .localized_text import LocalizedText
    from .match_campaign_params import MatchCampaignParams
    from .match_campaign_params_dict import MatchCampaignParamsDict
    from .match_campaigns_response import MatchCampaignsResponse
    from .match_target_params import MatchTargetParams
    from .match_target_params_dict import MatchTargetParamsDict
    from .match_targets_response import MatchTargetsResponse
    from .message_error import MessageError
    from .next_best_action import NextBestAction
    from .next_best_action_context_param import NextBestActionContextParam
    from .next_best_action_cta import NextBestActionCta
    from .next_best_action_cta_type import NextBestActionCtaType
    from .next_best_action_icon import NextBestActionIcon
    from .next_best_action_priority import NextBestActionPriority
    from .portal_info import PortalInfo
    from .portal_recipient_payload import PortalRecipientPayload
    from .portal_status import PortalStatus
    from .portal_widget import PortalWidget
    from .recipient import Recipient
    from .recipients_response import RecipientsResponse
    from .retrigger_automations_request import RetriggerAutomationsRequest
    from .retrigger_automations_request_dict import RetriggerAutomationsRequestDict
    from .retrigger_automations_response import RetriggerAutomationsResponse
    from .retrigger_automations_result import RetriggerAutomationsResult
    from .retrigger_outcome import RetriggerOutcome
    from .server_error_body import ServerErrorBody
    from .setup_campaign_entity import SetupCampaignEntity
    from .setup_campaign_entity_dict import SetupCampaignEntityDict
    from .setup_campaign_request import SetupCampaignRequest
    from .setup_campaign_request_dict import SetupCampaignRequestDict
    from .setup_campaign_response import SetupCampaignResponse
    from .setup_campaign_type import SetupCampaignType
    from .setup_channels import SetupChannels
    from .setup_channels_dict import SetupChannelsDict
    from .setup_email import SetupEmail
    from .setup_email_dict import SetupEmailDict
    from .setup_journey import SetupJourney
    from .setup_journey_dict import SetupJourneyDict
    from .setup_offer import SetupOffer
    from .setup_offer_dict import SetupOfferDict
    from .setup_offer_item import SetupOfferItem
    from .setup_offer_item_dict import SetupOfferItemDict
    from .setup_portal_widget import SetupPortalWidget
    from .setup_portal_widget_dict import SetupPortalWidgetDict
    from .setup_product_recommendation import SetupProductRecommendation
    from .setup_product_recommendation_dict import SetupProductRecommendationDict
    from .setup_tariff_change_campaign_request import SetupTariffChangeCampaignRequest
    from .setup_tariff_change_campaign_request_dict import SetupTariffChangeCampaignRequestDict
    from .setup_tariff_change_campaign_response import SetupTariffChangeCampaignResponse
    from .statused_error import StatusedError
    from .target import Target
    from .target_match import TargetMatch
    from .target_queries_response import TargetQueriesResponse
    from .target_query_result import TargetQueryResult
    from .update_entity_ui_status_request import UpdateEntityUiStatusRequest
    from .update_entity_ui_status_request_dict import UpdateEntityUiStatusRequestDict
    from .update_portal_status_request import UpdatePortalStatusRequest
    from .update_portal_status_request_dict import UpdatePortalStatusRequestDict
    from .update_recipient_payload import UpdateRecipientPayload
    from .update_recipient_payload_dict import UpdateRecipientPayloadDict


_MODULES: dict[str, str] = {
    "AutomationRecipientPayload": "automation_recipient_payload",
    "AutomationStatus": "automation_status",
    "BaseEntityAcl": "base_entity_acl",
    "BaseEntityOwner": "base_entity_owner",
    "BaseError": "base_error",
    "BaseNanoID": "base_nano_id",
    "BaseRecipientPayload": "base_recipient_payload",
    "BaseRelation": "base_relation",
    "BaseRelationItem": "base_relation_item",
    "BaseSystemFields": "base_system_fields",
    "BaseSystemFieldsRequired": "base_system_fields_required",
    "BaseSystemId": "base_system_id",
    "BaseTags": "base_tags",
    "BaseUUID": "base_uuid",
    "Campaign": "campaign",
    "CampaignMatch": "campaign_match",
    "CampaignPortal": "campaign_portal",
    "CampaignPortalsResponse": "campaign_portals_response",
    "CampaignResponse": "campaign_response",
    "CampaignStatus": "campaign_status",
    "ClientErrorBody": "client_error_body",
    "CodeError": "code_error",
    "CreateAutomationPortalRecipientPayload": "create_automation_portal_recipient_payload",
    "CreateAutomationPortalRecipientPayloadDict": "create_automation_portal_recipient_payload_dict",
    "CreateAutomationRecipientPayload": "create_automation_recipient_payload",
    "CreateAutomationRecipientPayloadDict": "create_automation_recipient_payload_dict",
    "CreatePortalRecipientPayload": "create_portal_recipient_payload",
    "CreatePortalRecipientPayloadDict": "create_portal_recipient_payload_dict",
    "CreateRecipientPayload": "create_recipient_payload",
    "CreateRecipientPayloadDict": "create_recipient_payload_dict",
    "DiscoverCampaignsParams": "discover_campaigns_params",
    "DiscoverCampaignsParamsDict": "discover_campaigns_params_dict",
    "DiscoverCampaignsResponse": "discover_campaigns_response",
    "DiscoverResult": "discover_result",
    "EmailBounceType": "email_bounce_type",
    "EmailClickedLink": "email_clicked_link",
    "EmailStatsResponse": "email_stats_response",
    "EmailStatus": "email_status",
    "EntityRef": "entity_ref",
    "EntityRefDict": "entity_ref_dict",
    "EntityUiStatus": "entity_ui_status",
    "ErrorCode": "error_code",
    "ExecutionSummaryItem": "execution_summary_item",
    "GetTargetQueriesParams": "get_target_queries_params",
    "GetTargetQueriesParamsDict": "get_target_queries_params_dict",
    "JobState": "job_state",
    "JobStatus": "job_status",
    "LocalizedText": "localized_text",
    "MatchCampaignParams": "match_campaign_params",
    "MatchCampaignParamsDict": "match_campaign_params_dict",
    "MatchCampaignsResponse": "match_campaigns_response",
    "MatchTargetParams": "match_target_params",
    "MatchTargetParamsDict": "match_target_params_dict",
    "MatchTargetsResponse": "match_targets_response",
    "MessageError": "message_error",
    "NextBestAction": "next_best_action",
    "NextBestActionContextParam": "next_best_action_context_param",
    "NextBestActionCta": "next_best_action_cta",
    "NextBestActionCtaType": "next_best_action_cta_type",
    "NextBestActionIcon": "next_best_action_icon",
    "NextBestActionPriority": "next_best_action_priority",
    "PortalInfo": "portal_info",
    "PortalRecipientPayload": "portal_recipient_payload",
    "PortalStatus": "portal_status",
    "PortalWidget": "portal_widget",
    "Recipient": "recipient",
    "RecipientsResponse": "recipients_response",
    "RetriggerAutomationsRequest": "retrigger_automations_request",
    "RetriggerAutomationsRequestDict": "retrigger_automations_request_dict",
    "RetriggerAutomationsResponse": "retrigger_automations_response",
    "RetriggerAutomationsResult": "retrigger_automations_result",
    "RetriggerOutcome": "retrigger_outcome",
    "ServerErrorBody": "server_error_body",
    "SetupCampaignEntity": "setup_campaign_entity",
    "SetupCampaignEntityDict": "setup_campaign_entity_dict",
    "SetupCampaignRequest": "setup_campaign_request",
    "SetupCampaignRequestDict": "setup_campaign_request_dict",
    "SetupCampaignResponse": "setup_campaign_response",
    "SetupCampaignType": "setup_campaign_type",
    "SetupChannels": "setup_channels",
    "SetupChannelsDict": "setup_channels_dict",
    "SetupEmail": "setup_email",
    "SetupEmailDict": "setup_email_dict",
    "SetupJourney": "setup_journey",
    "SetupJourneyDict": "setup_journey_dict",
    "SetupOffer": "setup_offer",
    "SetupOfferDict": "setup_offer_dict",
    "SetupOfferItem": "setup_offer_item",
    "SetupOfferItemDict": "setup_offer_item_dict",
    "SetupPortalWidget": "setup_portal_widget",
    "SetupPortalWidgetDict": "setup_portal_widget_dict",
    "SetupProductRecommendation": "setup_product_recommendation",
    "SetupProductRecommendationDict": "setup_product_recommendation_dict",
    "SetupTariffChangeCampaignRequest": "setup_tariff_change_campaign_request",
    "SetupTariffChangeCampaignRequestDict": "setup_tariff_change_campaign_request_dict",
    "SetupTariffChangeCampaignResponse": "setup_tariff_change_campaign_response",
    "StatusedError": "statused_error",
    "Target": "target",
    "TargetMatch": "target_match",
    "TargetQueriesResponse": "target_queries_response",
    "TargetQueryResult": "target_query_result",
    "UpdateEntityUiStatusRequest": "update_entity_ui_status_request",
    "UpdateEntityUiStatusRequestDict": "update_entity_ui_status_request_dict",
    "UpdatePortalStatusRequest": "update_portal_status_request",
    "UpdatePortalStatusRequestDict": "update_portal_status_request_dict",
    "UpdateRecipientPayload": "update_recipient_payload",
    "UpdateRecipientPayloadDict": "update_recipient_payload_dict",
}

__all__ = [  # noqa: RUF022
    "AutomationRecipientPayload",
    "AutomationStatus",
    "BaseEntityAcl",
    "BaseEntityOwner",
    "BaseError",
    "BaseNanoID",
    "BaseRecipientPayload",
    "BaseRelation",
    "BaseRelationItem",
    "BaseSystemFields",
    "BaseSystemFieldsRequired",
    "BaseSystemId",
    "BaseTags",
    "BaseUUID",
    "Campaign",
    "CampaignMatch",
    "CampaignPortal",
    "CampaignPortalsResponse",
    "CampaignResponse",
    "CampaignStatus",
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
    "DiscoverCampaignsParams",
    "DiscoverCampaignsParamsDict",
    "DiscoverCampaignsResponse",
    "DiscoverResult",
    "EmailBounceType",
    "EmailClickedLink",
    "EmailStatsResponse",
    "EmailStatus",
    "EntityRef",
    "EntityRefDict",
    "EntityUiStatus",
    "ErrorCode",
    "ExecutionSummaryItem",
    "GetTargetQueriesParams",
    "GetTargetQueriesParamsDict",
    "JobState",
    "JobStatus",
    "LocalizedText",
    "MatchCampaignParams",
    "MatchCampaignParamsDict",
    "MatchCampaignsResponse",
    "MatchTargetParams",
    "MatchTargetParamsDict",
    "MatchTargetsResponse",
    "MessageError",
    "NextBestAction",
    "NextBestActionContextParam",
    "NextBestActionCta",
    "NextBestActionCtaType",
    "NextBestActionIcon",
    "NextBestActionPriority",
    "PortalInfo",
    "PortalRecipientPayload",
    "PortalStatus",
    "PortalWidget",
    "Recipient",
    "RecipientsResponse",
    "RetriggerAutomationsRequest",
    "RetriggerAutomationsRequestDict",
    "RetriggerAutomationsResponse",
    "RetriggerAutomationsResult",
    "RetriggerOutcome",
    "ServerErrorBody",
    "SetupCampaignEntity",
    "SetupCampaignEntityDict",
    "SetupCampaignRequest",
    "SetupCampaignRequestDict",
    "SetupCampaignResponse",
    "SetupCampaignType",
    "SetupChannels",
    "SetupChannelsDict",
    "SetupEmail",
    "SetupEmailDict",
    "SetupJourney",
    "SetupJourneyDict",
    "SetupOffer",
    "SetupOfferDict",
    "SetupOfferItem",
    "SetupOfferItemDict",
    "SetupPortalWidget",
    "SetupPortalWidgetDict",
    "SetupProductRecommendation",
    "SetupProductRecommendationDict",
    "SetupTariffChangeCampaignRequest",
    "SetupTariffChangeCampaignRequestDict",
    "SetupTariffChangeCampaignResponse",
    "StatusedError",
    "Target",
    "TargetMatch",
    "TargetQueriesResponse",
    "TargetQueryResult",
    "UpdateEntityUiStatusRequest",
    "UpdateEntityUiStatusRequestDict",
    "UpdatePortalStatusRequest",
    "UpdatePortalStatusRequestDict",
    "UpdateRecipientPayload",
    "UpdateRecipientPayloadDict",
]


def __getattr__(name: str) -> typing.Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
