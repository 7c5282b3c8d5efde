# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""getTargetQueries: Get target queries."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.target_queries_response import TargetQueriesResponse

OPERATION: Final[types.Operation[TargetQueriesResponse]] = types.Operation(
    name="get_target_queries",
    operation_id="getTargetQueries",
    method="POST",
    path="/v1/target/queries",
    retry="read",
    needs_body=True,
    decode=types.response_of(convert.model_of(TargetQueriesResponse.from_dict), ("results", "results"), nullable=False),
)
