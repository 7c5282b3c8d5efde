# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class CampaignResponse(record.Model):
    """A campaign, wrapped."""

    campaign: Campaign
    """An effort to reach the entities of a target."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .campaign import Campaign  # noqa: E402

record.show_fields(CampaignResponse)
record.share_names(CampaignResponse.__init__, globals())
