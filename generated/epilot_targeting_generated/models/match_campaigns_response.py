# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class MatchCampaignsResponse(record.Model):
    """The campaigns that match."""

    hits: float | None = None
    """How many campaigns match."""

    results: list[CampaignMatch]
    """The matches."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .campaign_match import CampaignMatch  # noqa: E402

record.show_fields(MatchCampaignsResponse)
record.share_names(MatchCampaignsResponse.__init__, globals())
