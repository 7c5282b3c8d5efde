# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag campaign."""

from ...models.base_entity_acl import BaseEntityAcl
from ...models.base_entity_owner import BaseEntityOwner
from ...models.base_relation import BaseRelation
from ...models.base_relation_item import BaseRelationItem
from ...models.campaign import Campaign
from ...models.campaign_match import CampaignMatch
from ...models.campaign_portal import CampaignPortal
from ...models.campaign_portals_response import CampaignPortalsResponse
from ...models.campaign_response import CampaignResponse
from ...models.campaign_status import CampaignStatus
from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.discover_campaigns_params import DiscoverCampaignsParams
from ...models.discover_campaigns_params_dict import DiscoverCampaignsParamsDict
from ...models.discover_campaigns_response import DiscoverCampaignsResponse
from ...models.discover_result import DiscoverResult
from ...models.entity_ref import EntityRef
from ...models.entity_ref_dict import EntityRefDict
from ...models.entity_ui_status import EntityUiStatus
from ...models.error_code import ErrorCode
from ...models.execution_summary_item import ExecutionSummaryItem
from ...models.job_state import JobState
from ...models.job_status import JobStatus
from ...models.localized_text import LocalizedText
from ...models.match_campaign_params import MatchCampaignParams
from ...models.match_campaign_params_dict import MatchCampaignParamsDict
from ...models.match_campaigns_response import MatchCampaignsResponse
from ...models.message_error import MessageError
from ...models.next_best_action import NextBestAction
from ...models.next_best_action_context_param import NextBestActionContextParam
from ...models.next_best_action_cta import NextBestActionCta
from ...models.next_best_action_cta_type import NextBestActionCtaType
from ...models.next_best_action_icon import NextBestActionIcon
from ...models.next_best_action_priority import NextBestActionPriority
from ...models.portal_info import PortalInfo
from ...models.portal_widget import PortalWidget
from ...models.server_error_body import ServerErrorBody
from ...models.setup_campaign_entity import SetupCampaignEntity
from ...models.setup_campaign_entity_dict import SetupCampaignEntityDict
from ...models.setup_campaign_request import SetupCampaignRequest
from ...models.setup_campaign_request_dict import SetupCampaignRequestDict
from ...models.setup_campaign_response import SetupCampaignResponse
from ...models.setup_campaign_type import SetupCampaignType
from ...models.setup_channels import SetupChannels
from ...models.setup_channels_dict import SetupChannelsDict
from ...models.setup_email import SetupEmail
from ...models.setup_email_dict import SetupEmailDict
from ...models.setup_journey import SetupJourney
from ...models.setup_journey_dict import SetupJourneyDict
from ...models.setup_offer import SetupOffer
from ...models.setup_offer_dict import SetupOfferDict
from ...models.setup_offer_item import SetupOfferItem
from ...models.setup_offer_item_dict import SetupOfferItemDict
from ...models.setup_portal_widget import SetupPortalWidget
from ...models.setup_portal_widget_dict import SetupPortalWidgetDict
from ...models.setup_product_recommendation import SetupProductRecommendation
from ...models.setup_product_recommendation_dict import SetupProductRecommendationDict
from ...models.setup_tariff_change_campaign_request import SetupTariffChangeCampaignRequest
from ...models.setup_tariff_change_campaign_request_dict import SetupTariffChangeCampaignRequestDict
from ...models.setup_tariff_change_campaign_response import SetupTariffChangeCampaignResponse
from ...models.statused_error import StatusedError

__all__ = [
    "BaseEntityAcl",
    "BaseEntityOwner",
    "BaseRelation",
    "BaseRelationItem",
    "Campaign",
    "CampaignMatch",
    "CampaignPortal",
    "CampaignPortalsResponse",
    "CampaignResponse",
    "CampaignStatus",
    "ClientErrorBody",
    "CodeError",
    "DiscoverCampaignsParams",
    "DiscoverCampaignsParamsDict",
    "DiscoverCampaignsResponse",
    "DiscoverResult",
    "EntityRef",
    "EntityRefDict",
    "EntityUiStatus",
    "ErrorCode",
    "ExecutionSummaryItem",
    "JobState",
    "JobStatus",
    "LocalizedText",
    "MatchCampaignParams",
    "MatchCampaignParamsDict",
    "MatchCampaignsResponse",
    "MessageError",
    "NextBestAction",
    "NextBestActionContextParam",
    "NextBestActionCta",
    "NextBestActionCtaType",
    "NextBestActionIcon",
    "NextBestActionPriority",
    "PortalInfo",
    "PortalWidget",
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
]
