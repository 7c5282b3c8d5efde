# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsRequestDict."""

from typing import TypedDict
from uuid import UUID

from ..types import SequenceNotStr


class RetriggerAutomationsRequestDict(TypedDict):
    """`RetriggerAutomationsRequest` as a plain dict in the shape of the JSON object."""

    recipient_ids: "SequenceNotStr[UUID | str]"
    """The ids of the recipients."""
