# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignStatus."""

from enum import StrEnum


class CampaignStatus(StrEnum):
    """Where a campaign stands

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    DRAFT = "draft"
    ACTIVATING = "activating"
    ACTIVE = "active"
    INACTIVE = "inactive"
