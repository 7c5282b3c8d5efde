# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupTariffChangeCampaignRequest."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupTariffChangeCampaignRequest(record.Payload):
    """A campaign that offers another tariff."""

    type: SetupCampaignType | Literal["tariff_change"]
    """The kind of campaign to set up."""

    product_recommendation: SetupProductRecommendation
    """Which products are recommended instead of which."""

    campaign: SetupCampaignEntity
    """The campaign entity to create."""

    journey: SetupJourney | None = None
    """The journey of the campaign."""

    channels: SetupChannels | None = None
    """How the campaign reaches its recipients."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .setup_campaign_entity import SetupCampaignEntity  # noqa: E402
from .setup_campaign_type import SetupCampaignType  # noqa: E402
from .setup_channels import SetupChannels  # noqa: E402
from .setup_journey import SetupJourney  # noqa: E402
from .setup_product_recommendation import SetupProductRecommendation  # noqa: E402

record.show_fields(SetupTariffChangeCampaignRequest)
record.share_names(SetupTariffChangeCampaignRequest.__init__, globals())
