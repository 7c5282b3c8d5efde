# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `CampaignResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.campaign_response import CampaignResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    campaign: Any = self.campaign
    if campaign is not None:
        _out["campaign"] = campaign.to_dict()
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
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
    return _model if cls is CampaignResponse else record.as_subclass(cls, _model)


read_CampaignResponse: Any = record.bound(from_dict, CampaignResponse)

from .campaign import read_Campaign  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "campaign": "campaign",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_campaign_from_dict = read_Campaign
_read_campaign = convert.model_of(read_Campaign)
_USUAL = {
    "campaign": Usual("model", read_Campaign),
}
"""How their usual values are read."""

record.bind(CampaignResponse, to_dict, from_dict)
