# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupOffer` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_offer import SetupOffer
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    target_id: Any = self.target_id
    if target_id is not None:
        _out["target_id"] = (
            str(target_id)
            if self._target_id_read is None
            else record.original_json(self._target_id_read, convert.as_uuid, target_id)
        )
    items: Any = self.items
    if items is not None:
        _out["items"] = record.refill(
            [item if item is None else item.to_dict() for item in items], _out.get("items"), _read_items
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupOffer)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        target_id: Any = _all["target_id"]
        items: Any = _all["items"]
    except KeyError:
        (
            target_id,
            items,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._target_id_read = target_id
    if target_id is None:
        _more = True
    elif (target_id := convert.as_uuid(target_id)) is None:
        _lost += ("target_id",)

    if items is None:
        _more = True
    elif (items := _read_items(items)) is None or len(items) != len(_src["items"]):
        _lost += ("items",)

    _model.target_id = target_id
    _model.items = items
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupOffer else record.as_subclass(cls, _model)


read_SetupOffer: Any = record.bound(from_dict, SetupOffer)

from .setup_offer_item import read_SetupOfferItem  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "target_id": "target_id",
    "items": "items",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_items = convert.models_of(read_SetupOfferItem)
_USUAL = {
    "target_id": Usual("other", convert.as_uuid, keep="value"),
    "items": Usual("list", _read_items),
}
"""How their usual values are read."""

record.bind(SetupOffer, to_dict, from_dict)
