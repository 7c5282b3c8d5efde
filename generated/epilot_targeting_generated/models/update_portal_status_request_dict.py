# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdatePortalStatusRequestDict."""

from typing import Literal, TypedDict

from .portal_status import PortalStatus


class UpdatePortalStatusRequestDict(TypedDict):
    """`UpdatePortalStatusRequest` as a plain dict in the shape of the JSON object."""

    status: "PortalStatus | Literal['sent', 'seen', 'dismissed', 'clicked']"
    """What a recipient has done with a campaign in the portal."""
