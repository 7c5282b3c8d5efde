# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""GetTargetQueriesParamsDict."""

from typing import TypedDict
from uuid import UUID

from ..types import SequenceNotStr


class GetTargetQueriesParamsDict(TypedDict):
    """`GetTargetQueriesParams` as a plain dict in the shape of the JSON object."""

    target_ids: "SequenceNotStr[UUID | str]"
    """The ids of the targets. At least 1 item. Each item once."""
