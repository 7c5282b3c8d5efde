# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""listNotes: List notes."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.notes import Notes

OPERATION: Final[types.Operation[Notes]] = types.Operation(
    name="list_notes",
    operation_id="listNotes",
    method="GET",
    path="/v1/campaign/{campaign_id}/notes",
    retry="read",
    decode=types.reply_of(convert.model_of(Notes.from_dict), ("results", "results"), nullable=False),
)
