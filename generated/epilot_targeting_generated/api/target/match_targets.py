# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""matchTargets: Match targets."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.match_targets_response import read_MatchTargetsResponse
from ...models.match_targets_response import MatchTargetsResponse

OPERATION: Final[types.Operation[MatchTargetsResponse]] = types.Operation(
    name="match_targets",
    operation_id="matchTargets",
    method="POST",
    path="/v1/target:match",
    retry="read",
    needs_body=True,
    decode=types.response_of(convert.model_of(read_MatchTargetsResponse), ("results", "results"), nullable=False),
)
