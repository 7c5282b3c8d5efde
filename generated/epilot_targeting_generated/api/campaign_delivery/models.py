# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag campaign_delivery."""

from ...models.base_entity_acl import BaseEntityAcl
from ...models.base_entity_owner import BaseEntityOwner
from ...models.base_relation import BaseRelation
from ...models.base_relation_item import BaseRelationItem
from ...models.campaign import Campaign
from ...models.campaign_match import CampaignMatch
from ...models.campaign_status import CampaignStatus
from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.entity_ref import EntityRef
from ...models.error_code import ErrorCode
from ...models.match_campaign_params import MatchCampaignParams
from ...models.match_campaigns_response import MatchCampaignsResponse
from ...models.message_error import MessageError
from ...models.server_error_body import ServerErrorBody
from ...models.statused_error import StatusedError

__all__ = [
    "BaseEntityAcl",
    "BaseEntityOwner",
    "BaseRelation",
    "BaseRelationItem",
    "Campaign",
    "CampaignMatch",
    "CampaignStatus",
    "ClientErrorBody",
    "CodeError",
    "EntityRef",
    "ErrorCode",
    "MatchCampaignParams",
    "MatchCampaignsResponse",
    "MessageError",
    "ServerErrorBody",
    "StatusedError",
]
