# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupTariffChangeCampaignRequestDict."""

from typing import Literal, NotRequired, TypedDict

from .setup_campaign_entity import SetupCampaignEntity
from .setup_campaign_type import SetupCampaignType
from .setup_channels import SetupChannels
from .setup_journey import SetupJourney
from .setup_product_recommendation import SetupProductRecommendation


class SetupTariffChangeCampaignRequestDict(TypedDict):
    """`SetupTariffChangeCampaignRequest` as a plain dict in the shape of the JSON object."""

    type: "SetupCampaignType | Literal['tariff_change']"
    """The kind of campaign to set up."""

    product_recommendation: "SetupProductRecommendation | SetupProductRecommendationDict"
    """Which products are recommended instead of which."""

    campaign: "SetupCampaignEntity | SetupCampaignEntityDict"
    """The campaign entity to create."""

    journey: NotRequired["SetupJourney | SetupJourneyDict"]
    """The journey of the campaign."""

    channels: NotRequired["SetupChannels | SetupChannelsDict"]
    """How the campaign reaches its recipients."""


from .setup_campaign_entity_dict import SetupCampaignEntityDict  # noqa: E402
from .setup_channels_dict import SetupChannelsDict  # noqa: E402
from .setup_journey_dict import SetupJourneyDict  # noqa: E402
from .setup_product_recommendation_dict import SetupProductRecommendationDict  # noqa: E402
