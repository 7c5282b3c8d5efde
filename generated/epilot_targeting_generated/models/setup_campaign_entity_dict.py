# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignEntityDict."""

from typing import NotRequired, TypedDict
from uuid import UUID

from ..types import SequenceNotStr


class SetupCampaignEntityDict(TypedDict):
    """`SetupCampaignEntity` as a plain dict in the shape of the JSON object."""

    name: "str"
    """The name of the campaign."""

    target_ids: "SequenceNotStr[UUID | str]"
    """The ids of the targets; only the first is used today."""

    goal: NotRequired["str"]
    """What the campaign is for."""
