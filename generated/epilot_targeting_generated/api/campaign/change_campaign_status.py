# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""changeCampaignStatus: Change the status of a campaign."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.campaign_response import CampaignResponse

OPERATION: Final[types.Operation[CampaignResponse]] = types.Operation(
    name="change_campaign_status",
    operation_id="changeCampaignStatus",
    method="POST",
    path="/v1/campaign/{campaign_id}/status",
    retry="write",
    decode=types.response_of(convert.model_of(CampaignResponse.from_dict), ("campaign", "campaign"), nullable=False),
)
