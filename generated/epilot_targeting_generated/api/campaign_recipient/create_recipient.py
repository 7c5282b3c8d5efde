# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""createRecipient: Create a recipient associated with a campaign."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.recipient import Recipient

OPERATION: Final[types.Operation[Recipient]] = types.Operation(
    name="create_recipient",
    operation_id="createRecipient",
    method="POST",
    path="/v1/campaign/{campaign_id}/recipient",
    retry="write",
    needs_body=True,
    decode=types.response_of(convert.model_of(Recipient.from_dict), nullable=False),
)
