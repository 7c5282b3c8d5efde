# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `JobStatus` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.job_status import JobStatus
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    status: Any = self.status
    if status is not None:
        _out["status"] = str(status)
    execution_summary: Any = self.execution_summary
    if execution_summary is not None:
        _out["execution_summary"] = record.refill(
            [item if item is None else item.to_dict() for item in execution_summary],
            _out.get("execution_summary"),
            _read_execution_summary,
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(JobStatus)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        status: Any = _all["status"]
        execution_summary: Any = _all["execution_summary"]
    except KeyError:
        (
            status,
            execution_summary,
        ) = map(_src.get, _NAMES)
        _more = True
    try:
        status = _known_status[status]
    except (KeyError, TypeError):
        status = _read_status(status)
        if status is None:
            _lost += ("status",)
    if status is None:
        _more = True
    if execution_summary is None:
        _more = True
    elif (execution_summary := _read_execution_summary(execution_summary)) is None or len(execution_summary) != len(
        _src["execution_summary"]
    ):
        _lost += ("execution_summary",)

    _model.status = status
    _model.execution_summary = execution_summary
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is JobStatus else record.as_subclass(cls, _model)


read_JobStatus: Any = record.bound(from_dict, JobStatus)

from ..models.job_state import JobState  # noqa: E402
from .execution_summary_item import read_ExecutionSummaryItem  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "status": "status",
    "execution_summary": "execution_summary",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_status = convert.by_value(JobState)
_read_status = convert.enum_of(JobState)
_read_execution_summary = convert.models_of(read_ExecutionSummaryItem)
_USUAL = {
    "status": Usual("enum", _known_status),
    "execution_summary": Usual("list", _read_execution_summary),
}
"""How their usual values are read."""

record.bind(JobStatus, to_dict, from_dict)
