# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""DiscoverCampaignsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class DiscoverCampaignsResponse(record.Model):
    """The next best actions of an entity."""

    hits: float | None = None
    """How many `results` there are; `dismissed` is not counted."""

    results: list[DiscoverResult]
    """The actions, highest priority first."""

    dismissed: list[DiscoverResult] | None = None
    """The actions that the entity dismissed, and that would be in `results` otherwise. The list is capped, so it is no
    complete history."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .discover_result import DiscoverResult  # noqa: E402

record.show_fields(DiscoverCampaignsResponse)
record.share_names(DiscoverCampaignsResponse.__init__, globals())
