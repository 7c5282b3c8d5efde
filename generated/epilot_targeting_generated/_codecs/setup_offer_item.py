# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupOfferItem` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_offer_item import SetupOfferItem
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    product_id: Any = self.product_id
    if product_id is not None:
        _out["product_id"] = (
            str(product_id)
            if self._product_id_read is None
            else record.original_json(self._product_id_read, convert.as_uuid, product_id)
        )
    price_id: Any = self.price_id
    if price_id is not None:
        _out["price_id"] = (
            str(price_id)
            if self._price_id_read is None
            else record.original_json(self._price_id_read, convert.as_uuid, price_id)
        )
    highlight_config: Any = self.highlight_config
    if highlight_config is not None:
        _out["highlight_config"] = highlight_config
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupOfferItem)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        product_id: Any = _all["product_id"]
        price_id: Any = _all["price_id"]
        highlight_config: Any = _all["highlight_config"]
    except KeyError:
        (
            product_id,
            price_id,
            highlight_config,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._product_id_read = product_id
    _model._price_id_read = price_id
    if product_id is None:
        _more = True
    elif (product_id := convert.as_uuid(product_id)) is None:
        _lost += ("product_id",)

    if price_id is None:
        _more = True
    elif (price_id := convert.as_uuid(price_id)) is None:
        _lost += ("price_id",)

    if highlight_config.__class__ is dict:
        pass
    elif highlight_config is None:
        _more = True
    elif (highlight_config := convert.as_dict(highlight_config)) is None:
        _lost += ("highlight_config",)

    _model.product_id = product_id
    _model.price_id = price_id
    _model.highlight_config = highlight_config
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupOfferItem else record.as_subclass(cls, _model)


read_SetupOfferItem: Any = record.bound(from_dict, SetupOfferItem)


_new: Any = object.__new__
_NAMES = {
    "product_id": "product_id",
    "price_id": "price_id",
    "highlight_config": "highlight_config",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "product_id": Usual("other", convert.as_uuid, keep="value"),
    "price_id": Usual("other", convert.as_uuid, keep="value"),
    "highlight_config": Usual("dict"),
}
"""How their usual values are read."""

record.bind(SetupOfferItem, to_dict, from_dict)
