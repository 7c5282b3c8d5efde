# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignEntity."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupCampaignEntity(record.Payload):
    """The campaign entity to create."""

    name: str
    """The name of the campaign."""

    target_ids: list[UUID] | list[str]
    """The ids of the targets; only the first is used today."""

    goal: str | None = None
    """What the campaign is for."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _target_ids_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(SetupCampaignEntity)
