# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignMatch."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class CampaignMatch(record.Model):
    """A campaign that matches."""

    campaign: Campaign
    """An effort to reach the entities of a target."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .campaign import Campaign  # noqa: E402

record.show_fields(CampaignMatch)
record.share_names(CampaignMatch.__init__, globals())
