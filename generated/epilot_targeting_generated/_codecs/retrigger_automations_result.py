# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `RetriggerAutomationsResult` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.retrigger_automations_result import RetriggerAutomationsResult
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    recipient_id: Any = self.recipient_id
    if recipient_id is not None:
        _out["recipient_id"] = (
            str(recipient_id)
            if self._recipient_id_read is None
            else record.original_json(self._recipient_id_read, convert.as_uuid, recipient_id)
        )
    result: Any = self.result
    if result is not None:
        _out["result"] = str(result)
    execution_id: Any = self.execution_id
    if execution_id is not None:
        _out["execution_id"] = execution_id
    error: Any = self.error
    if error is not None:
        _out["error"] = error
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(RetriggerAutomationsResult)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 4
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        recipient_id: Any = _all["recipient_id"]
        result: Any = _all["result"]
        execution_id: Any = _all["execution_id"]
        error: Any = _all["error"]
    except KeyError:
        (
            recipient_id,
            result,
            execution_id,
            error,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._recipient_id_read = recipient_id
    if recipient_id is None:
        _more = True
    elif (recipient_id := convert.as_uuid(recipient_id)) is None:
        _lost += ("recipient_id",)

    try:
        result = _known_result[result]
    except (KeyError, TypeError):
        result = _read_result(result)
        if result is None:
            _lost += ("result",)
    if result is None:
        _more = True
    if execution_id.__class__ is str:
        pass
    elif execution_id is None:
        _more = True
    elif (execution_id := convert.as_str(execution_id)) is None:
        _lost += ("execution_id",)

    if error.__class__ is str:
        pass
    elif error is None:
        _more = True
    elif (error := convert.as_str(error)) is None:
        _lost += ("error",)

    _model.recipient_id = recipient_id
    _model.result = result
    _model.execution_id = execution_id
    _model.error = error
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is RetriggerAutomationsResult else record.as_subclass(cls, _model)


read_RetriggerAutomationsResult: Any = record.bound(from_dict, RetriggerAutomationsResult)

from ..models.retrigger_outcome import RetriggerOutcome  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "recipient_id": "recipient_id",
    "result": "result",
    "execution_id": "execution_id",
    "error": "error",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_result = convert.by_value(RetriggerOutcome)
_read_result = convert.enum_of(RetriggerOutcome)
_USUAL = {
    "recipient_id": Usual("other", convert.as_uuid, keep="value"),
    "result": Usual("enum", _known_result),
    "execution_id": Usual("str"),
    "error": Usual("str"),
}
"""How their usual values are read."""

record.bind(RetriggerAutomationsResult, to_dict, from_dict)
