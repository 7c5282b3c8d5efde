# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseError` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_error import BaseError
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    status: Any = self.status
    if status is not None:
        _out["status"] = status
    message: Any = self.message
    if message is not None:
        _out["message"] = message
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseError)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        status: Any = _all["status"]
        message: Any = _all["message"]
    except KeyError:
        (
            status,
            message,
        ) = map(_src.get, _NAMES)
        _more = True
    if status is None:
        _more = True
    elif (status := _read_status(status)) is None:
        _lost += ("status",)

    if message.__class__ is str:
        pass
    elif message is None:
        _more = True
    elif (message := convert.as_str(message)) is None:
        _lost += ("message",)

    _model.status = status
    _model.message = message
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseError else record.as_subclass(cls, _model)


read_BaseError: Any = record.bound(from_dict, BaseError)


_new: Any = object.__new__
_NAMES = {
    "status": "status",
    "message": "message",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_status = convert.as_float
_USUAL = {
    "status": Usual("other", _read_status),
    "message": Usual("str"),
}
"""How their usual values are read."""

record.bind(BaseError, to_dict, from_dict)
