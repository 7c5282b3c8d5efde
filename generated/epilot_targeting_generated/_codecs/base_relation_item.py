# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseRelationItem` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_relation_item import BaseRelationItem
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    entity_id: Any = self.entity_id
    if entity_id is not None:
        _out["entity_id"] = (
            str(entity_id)
            if self._entity_id_read is None
            else record.original_json(self._entity_id_read, convert.as_uuid, entity_id)
        )
    tags: Any = self.tags
    if tags is not None:
        _out["_tags"] = record.refill(tags, _out.get("_tags"), _read_tags)
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseRelationItem)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        entity_id: Any = _all["entity_id"]
        tags: Any = _all["_tags"]
    except KeyError:
        (
            entity_id,
            tags,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._entity_id_read = entity_id
    if entity_id is None:
        _more = True
    elif (entity_id := convert.as_uuid(entity_id)) is None:
        _lost += ("entity_id",)

    if tags is None:
        _more = True
    elif (tags := _read_tags(tags)) is None or len(tags) != len(_src["_tags"]):
        _lost += ("_tags",)

    _model.entity_id = entity_id
    _model.tags = tags
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseRelationItem else record.as_subclass(cls, _model)


read_BaseRelationItem: Any = record.bound(from_dict, BaseRelationItem)


_new: Any = object.__new__
_NAMES = {
    "entity_id": "entity_id",
    "_tags": "tags",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_tags = convert.list_of(convert.as_str)
_USUAL = {
    "entity_id": Usual("other", convert.as_uuid, keep="value"),
    "_tags": Usual("list", _read_tags),
}
"""How their usual values are read."""

record.bind(BaseRelationItem, to_dict, from_dict)
