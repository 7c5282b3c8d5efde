# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""getRecipients: Get campaign recipients."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.recipients_response import RecipientsResponse

OPERATION: Final[types.Operation[RecipientsResponse]] = types.Operation(
    name="get_recipients",
    operation_id="getRecipients",
    method="GET",
    path="/v1/campaign/{campaign_id}/recipients",
    retry="read",
    decode=types.response_of(convert.model_of(RecipientsResponse.from_dict), ("results", "results"), nullable=False),
)
