"""The client of the whole API."""

from __future__ import annotations

from epilot_targeting_generated.api.all_tags import AllOperations

from ._client.base import BaseClient
from ._client.defaults import default_of
from .campaign_recipient import RecipientIteration

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from typing import Any, Unpack

    from ._client.base import Options
    from .campaign import CampaignClient
    from .campaign_delivery import CampaignDeliveryClient
    from .campaign_recipient import CampaignRecipientClient
    from .target import TargetClient


class TargetingClient(AllOperations, RecipientIteration, BaseClient):
    """All operations of the Targeting API, flat and once more by tag."""

    @property
    def campaign(self) -> CampaignClient:
        """The operations of the tag Campaign."""
        from .campaign import CampaignClient

        return self._view(CampaignClient)

    @property
    def campaign_delivery(self) -> CampaignDeliveryClient:
        """The operations of the tag Campaign Delivery."""
        from .campaign_delivery import CampaignDeliveryClient

        return self._view(CampaignDeliveryClient)

    @property
    def campaign_recipient(self) -> CampaignRecipientClient:
        """The operations of the tag Campaign Recipient."""
        from .campaign_recipient import CampaignRecipientClient

        return self._view(CampaignRecipientClient)

    @property
    def target(self) -> TargetClient:
        """The operations of the tag Target."""
        from .target import TargetClient

        return self._view(TargetClient)


def get_client() -> TargetingClient:
    """Return the default client."""
    return default_of(TargetingClient)


def create_client(**options: Unpack[Options]) -> TargetingClient:
    """Make a client with connections of its own."""
    return TargetingClient(**options)


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document that this package was generated from, as a dict of your own."""
    from epilot_targeting_generated.spec import load

    return load()
