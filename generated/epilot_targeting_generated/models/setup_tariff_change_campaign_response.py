# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupTariffChangeCampaignResponse."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupTariffChangeCampaignResponse(record.Model):
    """The ids of what was created for a change of tariff."""

    type: SetupCampaignType | str
    """The kind of campaign to set up."""

    product_recommendation_id: UUID
    """The id of the product recommendation."""

    campaign_id: UUID
    """The id of the campaign."""

    journey_id: UUID | None = None
    """The id of the journey."""

    portal_widget_id: UUID | None = None
    """The id of the portal widget."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _product_recommendation_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _campaign_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _journey_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _portal_widget_id_read: Any = field(default=None, init=False, eq=False, repr=False)


from .setup_campaign_type import SetupCampaignType  # noqa: E402

record.show_fields(SetupTariffChangeCampaignResponse)
record.share_names(SetupTariffChangeCampaignResponse.__init__, globals())
