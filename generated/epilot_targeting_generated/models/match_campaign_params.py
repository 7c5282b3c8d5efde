# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignParams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class MatchCampaignParams(convert.Model):
    """Which campaigns to hold against which entities.

    Attributes:
        entity_refs: The entities
        campaign_ids: The ids of the campaigns
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    entity_refs: list[EntityRef]
    campaign_ids: list[UUID]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        entity_refs: Any = self.entity_refs
        if entity_refs is not None:
            _out["entity_refs"] = convert.refill(
                [item if item is None else item.to_dict() for item in entity_refs], _out.get("entity_refs")
            )
        campaign_ids: Any = self.campaign_ids
        if campaign_ids is not None:
            _out["campaign_ids"] = convert.refill(
                [item if item is None else str(item) for item in campaign_ids], _out.get("campaign_ids")
            )
        if self._kept is not None:
            convert.restore(_out, self._kept, self)
        return _out

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null, or not what the spec says, reads None and stays in
            `additional_properties`, under its wire name.

        Raises:
            TypeError: It is no object.
        """
        _data = convert.members(src_dict)
        _kept: convert.Kept = {}
        entity_refs: Any = _read_entity_refs(_data.get("entity_refs"))
        if entity_refs is not None and convert.is_whole(entity_refs):
            del _data["entity_refs"]
        campaign_ids: Any = _read_campaign_ids(_data.get("campaign_ids"))
        if campaign_ids is not None:
            convert.keep(_kept, "campaign_ids", "campaign_ids", campaign_ids, _data["campaign_ids"])
            if convert.is_whole(campaign_ids):
                del _data["campaign_ids"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            entity_refs=entity_refs,
            campaign_ids=campaign_ids,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


from .entity_ref import EntityRef  # noqa: E402

_read_entity_refs = convert.list_of(convert.model_of(EntityRef.from_dict))
_read_campaign_ids = convert.list_of(convert.as_uuid)
