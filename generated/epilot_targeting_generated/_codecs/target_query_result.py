# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `TargetQueryResult` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.target_query_result import TargetQueryResult
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
    query: Any = self.query
    if query is not None:
        _out["query"] = query
    elif self._query_read is not ...:
        _out.setdefault("query", None)
    error: Any = self.error
    if error is not None:
        _out["error"] = error
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(TargetQueryResult)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        target_id: Any = _all["target_id"]
        query: Any = _all["query"]
        error: Any = _all["error"]
    except KeyError:
        (
            target_id,
            query,
            error,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._target_id_read = target_id
    _model._query_read = None if "query" in _src else ...
    if target_id is None:
        _more = True
    elif (target_id := convert.as_uuid(target_id)) is None:
        _lost += ("target_id",)

    if query.__class__ is str:
        pass
    elif query is None:
        _more = True
    elif (query := convert.as_str(query)) is None:
        _lost += ("query",)

    if error.__class__ is str:
        pass
    elif error is None:
        _more = True
    elif (error := convert.as_str(error)) is None:
        _lost += ("error",)

    _model.target_id = target_id
    _model.query = query
    _model.error = error
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is TargetQueryResult else record.as_subclass(cls, _model)


read_TargetQueryResult: Any = record.bound(from_dict, TargetQueryResult)


_new: Any = object.__new__
_NAMES = {
    "target_id": "target_id",
    "query": "query",
    "error": "error",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "target_id": Usual("other", convert.as_uuid, keep="value"),
    "query": Usual("str", keep="None", missing="..."),
    "error": Usual("str"),
}
"""How their usual values are read."""

record.bind(TargetQueryResult, to_dict, from_dict)
