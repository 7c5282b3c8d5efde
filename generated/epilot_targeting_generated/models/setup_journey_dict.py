# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupJourneyDict."""

from typing import TypedDict
from uuid import UUID


class SetupJourneyDict(TypedDict):
    """`SetupJourney` as a plain dict in the shape of the JSON object."""

    journey_id: "UUID | str"
    """The id of the journey."""
