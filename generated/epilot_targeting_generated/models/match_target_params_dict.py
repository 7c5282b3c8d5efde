# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchTargetParamsDict."""

from typing import TypedDict
from uuid import UUID

from ..types import SequenceNotStr
from .entity_ref import EntityRef


class MatchTargetParamsDict(TypedDict):
    """`MatchTargetParams` as a plain dict in the shape of the JSON object."""

    entity_refs: "SequenceNotStr[EntityRef | EntityRefDict]"
    """The entities."""

    target_ids: "SequenceNotStr[UUID | str]"
    """The ids of the targets. 1 to 100 items. Each item once."""


from .entity_ref_dict import EntityRefDict  # noqa: E402
