# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignType."""

from enum import StrEnum


class SetupCampaignType(StrEnum):
    """The kind of campaign to set up

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    TARIFF_CHANGE = "tariff_change"
