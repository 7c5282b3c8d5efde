# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""matchCampaigns: Match campaigns."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.match_campaigns_response import read_MatchCampaignsResponse
from ...models.match_campaigns_response import MatchCampaignsResponse

OPERATION: Final[types.Operation[MatchCampaignsResponse]] = types.Operation(
    name="match_campaigns",
    operation_id="matchCampaigns",
    method="POST",
    path="/v1/campaign:match",
    retry="read",
    needs_body=True,
    decode=types.response_of(convert.model_of(read_MatchCampaignsResponse), ("results", "results"), nullable=False),
)
