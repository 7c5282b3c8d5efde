# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignParams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class MatchCampaignParams(record.Payload):
    """The campaigns to match with entities."""

    entity_refs: list[EntityRef]
    """The entities."""

    campaign_ids: list[UUID] | list[str]
    """The ids of the campaigns. 1 to 100 items. Each item once."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _campaign_ids_read: Any = field(default=None, init=False, eq=False, repr=False)


from .entity_ref import EntityRef  # noqa: E402

record.show_fields(MatchCampaignParams)
record.share_names(MatchCampaignParams.__init__, globals())
