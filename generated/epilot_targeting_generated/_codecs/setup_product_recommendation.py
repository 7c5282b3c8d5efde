# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupProductRecommendation` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_product_recommendation import SetupProductRecommendation
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    name: Any = self.name
    if name is not None:
        _out["name"] = name
    source_product_id: Any = self.source_product_id
    if source_product_id is not None:
        _out["source_product_id"] = (
            str(source_product_id)
            if self._source_product_id_read is None
            else record.original_json(self._source_product_id_read, convert.as_uuid, source_product_id)
        )
    source_price_id: Any = self.source_price_id
    if source_price_id is not None:
        _out["source_price_id"] = (
            str(source_price_id)
            if self._source_price_id_read is None
            else record.original_json(self._source_price_id_read, convert.as_uuid, source_price_id)
        )
    offers: Any = self.offers
    if offers is not None:
        _out["offers"] = record.refill(
            [item if item is None else item.to_dict() for item in offers], _out.get("offers"), _read_offers
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupProductRecommendation)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 4
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        name: Any = _all["name"]
        source_product_id: Any = _all["source_product_id"]
        source_price_id: Any = _all["source_price_id"]
        offers: Any = _all["offers"]
    except KeyError:
        (
            name,
            source_product_id,
            source_price_id,
            offers,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._source_product_id_read = source_product_id
    _model._source_price_id_read = source_price_id
    if name.__class__ is str:
        pass
    elif name is None:
        _more = True
    elif (name := convert.as_str(name)) is None:
        _lost += ("name",)

    if source_product_id is None:
        _more = True
    elif (source_product_id := convert.as_uuid(source_product_id)) is None:
        _lost += ("source_product_id",)

    if source_price_id is None:
        _more = True
    elif (source_price_id := convert.as_uuid(source_price_id)) is None:
        _lost += ("source_price_id",)

    if offers is None:
        _more = True
    elif (offers := _read_offers(offers)) is None or len(offers) != len(_src["offers"]):
        _lost += ("offers",)

    _model.name = name
    _model.source_product_id = source_product_id
    _model.source_price_id = source_price_id
    _model.offers = offers
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupProductRecommendation else record.as_subclass(cls, _model)


read_SetupProductRecommendation: Any = record.bound(from_dict, SetupProductRecommendation)

from .setup_offer import read_SetupOffer  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "name": "name",
    "source_product_id": "source_product_id",
    "source_price_id": "source_price_id",
    "offers": "offers",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_offers = convert.models_of(read_SetupOffer)
_USUAL = {
    "name": Usual("str"),
    "source_product_id": Usual("other", convert.as_uuid, keep="value"),
    "source_price_id": Usual("other", convert.as_uuid, keep="value"),
    "offers": Usual("list", _read_offers),
}
"""How their usual values are read."""

record.bind(SetupProductRecommendation, to_dict, from_dict)
