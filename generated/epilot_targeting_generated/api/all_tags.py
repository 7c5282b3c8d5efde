# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of all tags, flat."""

from __future__ import annotations

from .campaign import CampaignOperations, RawCampaignOperations
from .campaign_delivery import CampaignDeliveryOperations, RawCampaignDeliveryOperations
from .campaign_recipient import CampaignRecipientOperations, RawCampaignRecipientOperations
from .target import RawTargetOperations, TargetOperations

TAGS = (
    "campaign",
    "campaign_delivery",
    "campaign_recipient",
    "target",
)


class RawAllOperations(
    RawCampaignOperations,
    RawCampaignDeliveryOperations,
    RawCampaignRecipientOperations,
    RawTargetOperations,
):
    """All operations, each giving the whole reply."""

    __slots__ = ()


class AllOperations(
    CampaignOperations,
    CampaignDeliveryOperations,
    CampaignRecipientOperations,
    TargetOperations,
):
    """All operations."""

    __slots__ = ()

    @property
    def raw(self) -> RawAllOperations:
        """The same operations, each giving the whole `Response`."""
        return RawAllOperations(self._send)
