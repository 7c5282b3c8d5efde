# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `UpdateEntityUiStatusRequest` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.update_entity_ui_status_request import UpdateEntityUiStatusRequest
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    status: Any = self.status
    if status is not None:
        _out["status"] = str(status)
    entity_schema: Any = self.entity_schema
    if entity_schema is not None:
        _out["entity_schema"] = entity_schema
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(UpdateEntityUiStatusRequest)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        status: Any = _all["status"]
        entity_schema: Any = _all["entity_schema"]
    except KeyError:
        (
            status,
            entity_schema,
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
    if entity_schema.__class__ is str:
        pass
    elif entity_schema is None:
        _more = True
    elif (entity_schema := convert.as_str(entity_schema)) is None:
        _lost += ("entity_schema",)

    _model.status = status
    _model.entity_schema = entity_schema
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is UpdateEntityUiStatusRequest else record.as_subclass(cls, _model)


read_UpdateEntityUiStatusRequest: Any = record.bound(from_dict, UpdateEntityUiStatusRequest)

from ..models.entity_ui_status import EntityUiStatus  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "status": "status",
    "entity_schema": "entity_schema",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_status = convert.by_value(EntityUiStatus)
_read_status = convert.enum_of(EntityUiStatus)
_USUAL = {
    "status": Usual("enum", _known_status),
    "entity_schema": Usual("str"),
}
"""How their usual values are read."""

record.bind(UpdateEntityUiStatusRequest, to_dict, from_dict)
