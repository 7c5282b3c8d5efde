# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `ExecutionSummaryItem` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.execution_summary_item import ExecutionSummaryItem
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    execution_id: Any = self.execution_id
    if execution_id is not None:
        _out["execution_id"] = execution_id
    execution_status: Any = self.execution_status
    if execution_status is not None:
        _out["execution_status"] = execution_status
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(ExecutionSummaryItem)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        execution_id: Any = _all["execution_id"]
        execution_status: Any = _all["execution_status"]
    except KeyError:
        (
            execution_id,
            execution_status,
        ) = map(_src.get, _NAMES)
        _more = True
    if execution_id.__class__ is str:
        pass
    elif execution_id is None:
        _more = True
    elif (execution_id := convert.as_str(execution_id)) is None:
        _lost += ("execution_id",)

    if execution_status.__class__ is str:
        pass
    elif execution_status is None:
        _more = True
    elif (execution_status := convert.as_str(execution_status)) is None:
        _lost += ("execution_status",)

    _model.execution_id = execution_id
    _model.execution_status = execution_status
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is ExecutionSummaryItem else record.as_subclass(cls, _model)


read_ExecutionSummaryItem: Any = record.bound(from_dict, ExecutionSummaryItem)


_new: Any = object.__new__
_NAMES = {
    "execution_id": "execution_id",
    "execution_status": "execution_status",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "execution_id": Usual("str"),
    "execution_status": Usual("str"),
}
"""How their usual values are read."""

record.bind(ExecutionSummaryItem, to_dict, from_dict)
