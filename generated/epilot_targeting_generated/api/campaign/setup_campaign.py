# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""setupCampaign: Set up a campaign with what belongs to it."""

from __future__ import annotations

from typing import Any, Final

from ... import convert, types
from ..._codecs.setup_tariff_change_campaign_response import read_SetupTariffChangeCampaignResponse
from ...models.setup_tariff_change_campaign_response import SetupTariffChangeCampaignResponse

OPERATION: Final[types.Operation[SetupTariffChangeCampaignResponse | dict[str, Any]]] = types.Operation(
    name="setup_campaign",
    operation_id="setupCampaign",
    method="POST",
    path="/v1/campaign:setup",
    retry="write",
    needs_body=True,
    decode=types.response_of(
        convert.tagged(
            "type",
            {"tariff_change": read_SetupTariffChangeCampaignResponse},
            convert.any_of(
                (
                    frozenset({"campaign_id", "product_recommendation_id", "type"}),
                    convert.model_of(read_SetupTariffChangeCampaignResponse),
                )
            ),
        ),
        nullable=False,
    ),
)
