# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `CodeError` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.code_error import CodeError
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    code: Any = self.code
    if code is not None:
        _out["code"] = str(code)
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(CodeError)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        code: Any = _all["code"]
    except KeyError:
        (code,) = map(_src.get, _NAMES)
        _more = True
    try:
        code = _known_code[code]
    except (KeyError, TypeError):
        code = _read_code(code)
        if code is None:
            _lost += ("code",)
    if code is None:
        _more = True
    _model.code = code
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is CodeError else record.as_subclass(cls, _model)


read_CodeError: Any = record.bound(from_dict, CodeError)

from ..models.error_code import ErrorCode  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "code": "code",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_code = convert.by_value(ErrorCode)
_read_code = convert.enum_of(ErrorCode)
_USUAL = {
    "code": Usual("enum", _known_code),
}
"""How their usual values are read."""

record.bind(CodeError, to_dict, from_dict)
