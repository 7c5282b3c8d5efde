# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""retriggerCampaignAutomations: Retrigger automations for campaign recipients."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.retrigger_automations_response import read_RetriggerAutomationsResponse
from ...models.retrigger_automations_response import RetriggerAutomationsResponse

OPERATION: Final[types.Operation[RetriggerAutomationsResponse]] = types.Operation(
    name="retrigger_campaign_automations",
    operation_id="retriggerCampaignAutomations",
    method="POST",
    path="/v1/campaign/{campaign_id}/automations:retrigger",
    retry="write",
    needs_body=True,
    decode=types.response_of(
        convert.model_of(read_RetriggerAutomationsResponse), ("results", "results"), nullable=False
    ),
)
