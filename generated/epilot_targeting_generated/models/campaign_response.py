# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class CampaignResponse(record.Model):
    """A campaign, wrapped.

    Attributes:
        campaign: An effort to reach the entities of a target
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    campaign: Campaign
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        campaign: Any = self.campaign
        if campaign is not None:
            _out["campaign"] = campaign.to_dict()
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
        _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
        _model: Any = _new(CampaignResponse)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            campaign: Any = _all["campaign"]
        except KeyError:
            (campaign,) = map(_src.get, _NAMES)
            _more = True
        if campaign.__class__ is dict:
            campaign = _campaign_from_dict(campaign)
        elif campaign is None:
            _more = True
        elif (campaign := _read_campaign(campaign)) is None:
            _lost += ("campaign",)

        _model.campaign = campaign
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is CampaignResponse else record.as_subclass(cls, _model)
        return _made


from .campaign import Campaign  # noqa: E402

record.share_names(CampaignResponse.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "campaign": "campaign",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_campaign_from_dict = Campaign.from_dict
_read_campaign = convert.model_of(Campaign.from_dict)
