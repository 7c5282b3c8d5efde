# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupTariffChangeCampaignRequest` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_tariff_change_campaign_request import SetupTariffChangeCampaignRequest
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    type: Any = self.type
    if type is not None:
        _out["type"] = str(type)
    product_recommendation: Any = self.product_recommendation
    if product_recommendation is not None:
        _out["product_recommendation"] = product_recommendation.to_dict()
    campaign: Any = self.campaign
    if campaign is not None:
        _out["campaign"] = campaign.to_dict()
    journey: Any = self.journey
    if journey is not None:
        _out["journey"] = journey.to_dict()
    channels: Any = self.channels
    if channels is not None:
        _out["channels"] = channels.to_dict()
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupTariffChangeCampaignRequest)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 5
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        type: Any = _all["type"]
        product_recommendation: Any = _all["product_recommendation"]
        campaign: Any = _all["campaign"]
        journey: Any = _all["journey"]
        channels: Any = _all["channels"]
    except KeyError:
        (
            type,
            product_recommendation,
            campaign,
            journey,
            channels,
        ) = map(_src.get, _NAMES)
        _more = True
    try:
        type = _known_type[type]
    except (KeyError, TypeError):
        type = _read_type(type)
        if type is None:
            _lost += ("type",)
    if type is None:
        _more = True
    if product_recommendation.__class__ is dict:
        product_recommendation = _product_recommendation_from_dict(product_recommendation)
    elif product_recommendation is None:
        _more = True
    elif (product_recommendation := _read_product_recommendation(product_recommendation)) is None:
        _lost += ("product_recommendation",)

    if campaign.__class__ is dict:
        campaign = _campaign_from_dict(campaign)
    elif campaign is None:
        _more = True
    elif (campaign := _read_campaign(campaign)) is None:
        _lost += ("campaign",)

    if journey.__class__ is dict:
        journey = _journey_from_dict(journey)
    elif journey is None:
        _more = True
    elif (journey := _read_journey(journey)) is None:
        _lost += ("journey",)

    if channels.__class__ is dict:
        channels = _channels_from_dict(channels)
    elif channels is None:
        _more = True
    elif (channels := _read_channels(channels)) is None:
        _lost += ("channels",)

    _model.type = type
    _model.product_recommendation = product_recommendation
    _model.campaign = campaign
    _model.journey = journey
    _model.channels = channels
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupTariffChangeCampaignRequest else record.as_subclass(cls, _model)


read_SetupTariffChangeCampaignRequest: Any = record.bound(from_dict, SetupTariffChangeCampaignRequest)

from ..models.setup_campaign_type import SetupCampaignType  # noqa: E402
from .setup_campaign_entity import read_SetupCampaignEntity  # noqa: E402
from .setup_channels import read_SetupChannels  # noqa: E402
from .setup_journey import read_SetupJourney  # noqa: E402
from .setup_product_recommendation import read_SetupProductRecommendation  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "type": "type",
    "product_recommendation": "product_recommendation",
    "campaign": "campaign",
    "journey": "journey",
    "channels": "channels",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_type = convert.by_value(SetupCampaignType)
_read_type = convert.enum_of(SetupCampaignType)
_product_recommendation_from_dict = read_SetupProductRecommendation
_read_product_recommendation = convert.model_of(read_SetupProductRecommendation)
_campaign_from_dict = read_SetupCampaignEntity
_read_campaign = convert.model_of(read_SetupCampaignEntity)
_journey_from_dict = read_SetupJourney
_read_journey = convert.model_of(read_SetupJourney)
_channels_from_dict = read_SetupChannels
_read_channels = convert.model_of(read_SetupChannels)
_USUAL = {
    "type": Usual("enum", _known_type),
    "product_recommendation": Usual("model", read_SetupProductRecommendation),
    "campaign": Usual("model", read_SetupCampaignEntity),
    "journey": Usual("model", read_SetupJourney),
    "channels": Usual("model", read_SetupChannels),
}
"""How their usual values are read."""

record.bind(SetupTariffChangeCampaignRequest, to_dict, from_dict)
