# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseSystemId` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_system_id import BaseSystemId
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    id: Any = self.id
    if id is not None:
        _out["_id"] = str(id) if self._id_read is None else record.original_json(self._id_read, convert.as_uuid, id)
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseSystemId)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        id: Any = _all["_id"]
    except KeyError:
        (id,) = map(_src.get, _NAMES)
        _more = True
    _model._id_read = id
    if id is None:
        _more = True
    elif (id := convert.as_uuid(id)) is None:
        _lost += ("_id",)

    _model.id = id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseSystemId else record.as_subclass(cls, _model)


read_BaseSystemId: Any = record.bound(from_dict, BaseSystemId)


_new: Any = object.__new__
_NAMES = {
    "_id": "id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "_id": Usual("other", convert.as_uuid, keep="value"),
}
"""How their usual values are read."""

record.bind(BaseSystemId, to_dict, from_dict)
