# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupTariffChangeCampaignResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_tariff_change_campaign_response import SetupTariffChangeCampaignResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    type: Any = self.type
    if type is not None:
        _out["type"] = str(type)
    product_recommendation_id: Any = self.product_recommendation_id
    if product_recommendation_id is not None:
        _out["product_recommendation_id"] = (
            str(product_recommendation_id)
            if self._product_recommendation_id_read is None
            else record.original_json(self._product_recommendation_id_read, convert.as_uuid, product_recommendation_id)
        )
    campaign_id: Any = self.campaign_id
    if campaign_id is not None:
        _out["campaign_id"] = (
            str(campaign_id)
            if self._campaign_id_read is None
            else record.original_json(self._campaign_id_read, convert.as_uuid, campaign_id)
        )
    journey_id: Any = self.journey_id
    if journey_id is not None:
        _out["journey_id"] = (
            str(journey_id)
            if self._journey_id_read is None
            else record.original_json(self._journey_id_read, convert.as_uuid, journey_id)
        )
    portal_widget_id: Any = self.portal_widget_id
    if portal_widget_id is not None:
        _out["portal_widget_id"] = (
            str(portal_widget_id)
            if self._portal_widget_id_read is None
            else record.original_json(self._portal_widget_id_read, convert.as_uuid, portal_widget_id)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupTariffChangeCampaignResponse)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 5
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        type: Any = _all["type"]
        product_recommendation_id: Any = _all["product_recommendation_id"]
        campaign_id: Any = _all["campaign_id"]
        journey_id: Any = _all["journey_id"]
        portal_widget_id: Any = _all["portal_widget_id"]
    except KeyError:
        (
            type,
            product_recommendation_id,
            campaign_id,
            journey_id,
            portal_widget_id,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._product_recommendation_id_read = product_recommendation_id
    _model._campaign_id_read = campaign_id
    _model._journey_id_read = journey_id
    _model._portal_widget_id_read = portal_widget_id
    try:
        type = _known_type[type]
    except (KeyError, TypeError):
        type = _read_type(type)
        if type is None:
            _lost += ("type",)
    if type is None:
        _more = True
    if product_recommendation_id is None:
        _more = True
    elif (product_recommendation_id := convert.as_uuid(product_recommendation_id)) is None:
        _lost += ("product_recommendation_id",)

    if campaign_id is None:
        _more = True
    elif (campaign_id := convert.as_uuid(campaign_id)) is None:
        _lost += ("campaign_id",)

    if journey_id is None:
        _more = True
    elif (journey_id := convert.as_uuid(journey_id)) is None:
        _lost += ("journey_id",)

    if portal_widget_id is None:
        _more = True
    elif (portal_widget_id := convert.as_uuid(portal_widget_id)) is None:
        _lost += ("portal_widget_id",)

    _model.type = type
    _model.product_recommendation_id = product_recommendation_id
    _model.campaign_id = campaign_id
    _model.journey_id = journey_id
    _model.portal_widget_id = portal_widget_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupTariffChangeCampaignResponse else record.as_subclass(cls, _model)


read_SetupTariffChangeCampaignResponse: Any = record.bound(from_dict, SetupTariffChangeCampaignResponse)

from ..models.setup_campaign_type import SetupCampaignType  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "type": "type",
    "product_recommendation_id": "product_recommendation_id",
    "campaign_id": "campaign_id",
    "journey_id": "journey_id",
    "portal_widget_id": "portal_widget_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_type = convert.by_value(SetupCampaignType)
_read_type = convert.enum_of(SetupCampaignType)
_USUAL = {
    "type": Usual("enum", _known_type),
    "product_recommendation_id": Usual("other", convert.as_uuid, keep="value"),
    "campaign_id": Usual("other", convert.as_uuid, keep="value"),
    "journey_id": Usual("other", convert.as_uuid, keep="value"),
    "portal_widget_id": Usual("other", convert.as_uuid, keep="value"),
}
"""How their usual values are read."""

record.bind(SetupTariffChangeCampaignResponse, to_dict, from_dict)
