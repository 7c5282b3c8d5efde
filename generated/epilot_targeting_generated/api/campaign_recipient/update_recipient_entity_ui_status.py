# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""updateRecipientEntityUiStatus: Update the entity-UI status of a campaign recipient."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.recipient import read_Recipient
from ...models.recipient import Recipient

OPERATION: Final[types.Operation[Recipient]] = types.Operation(
    name="update_recipient_entity_ui_status",
    operation_id="updateRecipientEntityUiStatus",
    method="PATCH",
    path="/v1/campaign/{campaign_id}/recipient/{recipient_id}/entity_ui:status",
    retry="write",
    needs_body=True,
    decode=types.response_of(convert.model_of(read_Recipient), nullable=False),
)
