# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupPortalWidgetDict."""

from typing import TypedDict
from uuid import UUID


class SetupPortalWidgetDict(TypedDict):
    """`SetupPortalWidget` as a plain dict in the shape of the JSON object."""

    portal_id: "UUID | str"
    """The id of the portal."""

    block_id: "UUID | str"
    """The id of the block."""
