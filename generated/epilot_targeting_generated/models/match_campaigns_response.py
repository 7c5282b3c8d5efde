# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignsResponse."""

from __future__ import annotations

from typing import Any

from .. import record
from ..late_attrs import define, field


@define(kw_only=True, repr=False)
class MatchCampaignsResponse(record.Model):
    """The campaigns that match."""

    hits: float | None = None
    """How many campaigns match."""

    results: list[CampaignMatch]
    """The matches."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .campaign_match import CampaignMatch  # noqa: E402
