# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class CampaignResponse(convert.Model):
    """A campaign, wrapped.

    Attributes:
        campaign: An effort to reach the entities of a target
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    campaign: Campaign
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        campaign: Any = self.campaign
        if campaign is not None:
            _out["campaign"] = campaign.to_dict()
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
        campaign: Any = _read_campaign(_data.get("campaign"))
        if campaign is not None:
            del _data["campaign"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            campaign=campaign,
            additional_properties=_data,
        )
        return _model


from .campaign import Campaign  # noqa: E402

_read_campaign = convert.model_of(Campaign.from_dict)
