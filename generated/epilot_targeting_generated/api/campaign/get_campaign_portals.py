# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""getCampaignPortals: Get portals usage info for a campaign."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.campaign_portal import CampaignPortal

OPERATION: Final[types.Operation[list[CampaignPortal]]] = types.Operation(
    name="get_campaign_portals",
    operation_id="getCampaignPortals",
    method="GET",
    path="/v1/campaign/{campaign_id}/portals",
    retry="read",
    decode=types.list_response_of(convert.model_of(CampaignPortal.from_dict)),
)
