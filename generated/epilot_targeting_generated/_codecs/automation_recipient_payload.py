# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `AutomationRecipientPayload` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.automation_recipient_payload import AutomationRecipientPayload
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    automation_status: Any = self.automation_status
    if automation_status is not None:
        _out["automation_status"] = str(automation_status)
    automation_execution_id: Any = self.automation_execution_id
    if automation_execution_id is not None:
        _out["automation_execution_id"] = automation_execution_id
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(AutomationRecipientPayload)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        automation_status: Any = _all["automation_status"]
        automation_execution_id: Any = _all["automation_execution_id"]
    except KeyError:
        (
            automation_status,
            automation_execution_id,
        ) = map(_src.get, _NAMES)
        _more = True
    try:
        automation_status = _known_automation_status[automation_status]
    except (KeyError, TypeError):
        automation_status = _read_automation_status(automation_status)
        if automation_status is None:
            _lost += ("automation_status",)
    if automation_status is None:
        _more = True
    if automation_execution_id.__class__ is str:
        pass
    elif automation_execution_id is None:
        _more = True
    elif (automation_execution_id := convert.as_str(automation_execution_id)) is None:
        _lost += ("automation_execution_id",)

    _model.automation_status = automation_status
    _model.automation_execution_id = automation_execution_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is AutomationRecipientPayload else record.as_subclass(cls, _model)


read_AutomationRecipientPayload: Any = record.bound(from_dict, AutomationRecipientPayload)

from ..models.automation_status import AutomationStatus  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "automation_status": "automation_status",
    "automation_execution_id": "automation_execution_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_automation_status = convert.by_value(AutomationStatus)
_read_automation_status = convert.enum_of(AutomationStatus)
_USUAL = {
    "automation_status": Usual("enum", _known_automation_status),
    "automation_execution_id": Usual("str"),
}
"""How their usual values are read."""

record.bind(AutomationRecipientPayload, to_dict, from_dict)
