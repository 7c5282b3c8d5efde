# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""updateRecipient: Update a recipient."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.recipient import Recipient

OPERATION: Final[types.Operation[Recipient]] = types.Operation(
    name="update_recipient",
    operation_id="updateRecipient",
    method="PATCH",
    path="/v1/campaign/{campaign_id}/recipient/{recipient_id}",
    retry="value",
    needs_body=True,
    decode=types.response_of(convert.model_of(Recipient.from_dict), nullable=False),
)
