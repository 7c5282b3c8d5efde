# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `UpdatePortalStatusRequest` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.update_portal_status_request import UpdatePortalStatusRequest
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    status: Any = self.status
    if status is not None:
        _out["status"] = str(status)
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(UpdatePortalStatusRequest)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        status: Any = _all["status"]
    except KeyError:
        (status,) = map(_src.get, _NAMES)
        _more = True
    try:
        status = _known_status[status]
    except (KeyError, TypeError):
        status = _read_status(status)
        if status is None:
            _lost += ("status",)
    if status is None:
        _more = True
    _model.status = status
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is UpdatePortalStatusRequest else record.as_subclass(cls, _model)


read_UpdatePortalStatusRequest: Any = record.bound(from_dict, UpdatePortalStatusRequest)

from ..models.portal_status import PortalStatus  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "status": "status",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_status = convert.by_value(PortalStatus)
_read_status = convert.enum_of(PortalStatus)
_USUAL = {
    "status": Usual("enum", _known_status),
}
"""How their usual values are read."""

record.bind(UpdatePortalStatusRequest, to_dict, from_dict)
