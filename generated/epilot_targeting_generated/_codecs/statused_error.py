# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `StatusedError` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.statused_error import StatusedError
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    error: Any = self.error
    if error is not None:
        _out["error"] = error
    status: Any = self.status
    if status is not None:
        _out["status"] = status
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(StatusedError)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        error: Any = _all["error"]
        status: Any = _all["status"]
    except KeyError:
        (
            error,
            status,
        ) = map(_src.get, _NAMES)
        _more = True
    if error.__class__ is str:
        pass
    elif error is None:
        _more = True
    elif (error := convert.as_str(error)) is None:
        _lost += ("error",)

    if status is None:
        _more = True
    elif (status := _read_status(status)) is None:
        _lost += ("status",)

    _model.error = error
    _model.status = status
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is StatusedError else record.as_subclass(cls, _model)


read_StatusedError: Any = record.bound(from_dict, StatusedError)


_new: Any = object.__new__
_NAMES = {
    "error": "error",
    "status": "status",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_status = convert.as_int
_USUAL = {
    "error": Usual("str"),
    "status": Usual("int"),
}
"""How their usual values are read."""

record.bind(StatusedError, to_dict, from_dict)
