# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `RetriggerAutomationsRequest` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.retrigger_automations_request import RetriggerAutomationsRequest
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    recipient_ids: Any = self.recipient_ids
    if recipient_ids is not None:
        _out["recipient_ids"] = record.refill(
            [item if item is None else str(item) for item in recipient_ids]
            if self._recipient_ids_read is None
            else record.original_json(self._recipient_ids_read, _read_recipient_ids, recipient_ids),
            _out.get("recipient_ids"),
            _read_recipient_ids,
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(RetriggerAutomationsRequest)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        recipient_ids: Any = _all["recipient_ids"]
    except KeyError:
        (recipient_ids,) = map(_src.get, _NAMES)
        _more = True
    _model._recipient_ids_read = record.snapshot(recipient_ids)
    if recipient_ids is None:
        _more = True
    elif (recipient_ids := _read_recipient_ids(recipient_ids)) is None or len(recipient_ids) != len(
        _src["recipient_ids"]
    ):
        _lost += ("recipient_ids",)

    _model.recipient_ids = recipient_ids
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is RetriggerAutomationsRequest else record.as_subclass(cls, _model)


read_RetriggerAutomationsRequest: Any = record.bound(from_dict, RetriggerAutomationsRequest)


_new: Any = object.__new__
_NAMES = {
    "recipient_ids": "recipient_ids",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_recipient_ids = convert.list_of(convert.as_uuid)
_USUAL = {
    "recipient_ids": Usual("list", _read_recipient_ids, keep="copy"),
}
"""How their usual values are read."""

record.bind(RetriggerAutomationsRequest, to_dict, from_dict)
