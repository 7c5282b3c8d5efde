# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""discoverCampaigns: Discover the next best actions for an entity."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.discover_campaigns_response import read_DiscoverCampaignsResponse
from ...models.discover_campaigns_response import DiscoverCampaignsResponse

OPERATION: Final[types.Operation[DiscoverCampaignsResponse]] = types.Operation(
    name="discover_campaigns",
    operation_id="discoverCampaigns",
    method="POST",
    path="/v1/campaign:discover",
    retry="read",
    needs_body=True,
    decode=types.response_of(convert.model_of(read_DiscoverCampaignsResponse), ("results", "results"), nullable=False),
)
