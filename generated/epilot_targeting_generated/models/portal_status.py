# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalStatus."""

from enum import StrEnum


class PortalStatus(StrEnum):
    """What a recipient has done with a campaign in the portal

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    SENT = "sent"
    SEEN = "seen"
    DISMISSED = "dismissed"
    CLICKED = "clicked"
