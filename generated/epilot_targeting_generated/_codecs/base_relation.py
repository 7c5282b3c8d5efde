# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseRelation` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_relation import BaseRelation
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    relation: Any = self.relation
    if relation is not None:
        _out["$relation"] = record.refill(
            [item if item is None else item.to_dict() for item in relation], _out.get("$relation"), _read_relation
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseRelation)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        relation: Any = _all["$relation"]
    except KeyError:
        (relation,) = map(_src.get, _NAMES)
        _more = True
    if relation is None:
        _more = True
    elif (relation := _read_relation(relation)) is None or len(relation) != len(_src["$relation"]):
        _lost += ("$relation",)

    _model.relation = relation
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseRelation else record.as_subclass(cls, _model)


read_BaseRelation: Any = record.bound(from_dict, BaseRelation)

from .base_relation_item import read_BaseRelationItem  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "$relation": "relation",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_relation = convert.models_of(read_BaseRelationItem)
_USUAL = {
    "$relation": Usual("list", _read_relation),
}
"""How their usual values are read."""

record.bind(BaseRelation, to_dict, from_dict)
