# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `GetTargetQueriesParams` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.get_target_queries_params import GetTargetQueriesParams
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    target_ids: Any = self.target_ids
    if target_ids is not None:
        _out["target_ids"] = record.refill(
            [item if item is None else str(item) for item in target_ids]
            if self._target_ids_read is None
            else record.original_json(self._target_ids_read, _read_target_ids, target_ids),
            _out.get("target_ids"),
            _read_target_ids,
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(GetTargetQueriesParams)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        target_ids: Any = _all["target_ids"]
    except KeyError:
        (target_ids,) = map(_src.get, _NAMES)
        _more = True
    _model._target_ids_read = record.snapshot(target_ids)
    if target_ids is None:
        _more = True
    elif (target_ids := _read_target_ids(target_ids)) is None or len(target_ids) != len(_src["target_ids"]):
        _lost += ("target_ids",)

    _model.target_ids = target_ids
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is GetTargetQueriesParams else record.as_subclass(cls, _model)


read_GetTargetQueriesParams: Any = record.bound(from_dict, GetTargetQueriesParams)


_new: Any = object.__new__
_NAMES = {
    "target_ids": "target_ids",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_target_ids = convert.list_of(convert.as_uuid)
_USUAL = {
    "target_ids": Usual("list", _read_target_ids, keep="copy"),
}
"""How their usual values are read."""

record.bind(GetTargetQueriesParams, to_dict, from_dict)
