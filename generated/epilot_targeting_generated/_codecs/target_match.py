# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `TargetMatch` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.target_match import TargetMatch
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    target: Any = self.target
    if target is not None:
        _out["target"] = target.to_dict()
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(TargetMatch)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        target: Any = _all["target"]
    except KeyError:
        (target,) = map(_src.get, _NAMES)
        _more = True
    if target.__class__ is dict:
        target = _target_from_dict(target)
    elif target is None:
        _more = True
    elif (target := _read_target(target)) is None:
        _lost += ("target",)

    _model.target = target
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is TargetMatch else record.as_subclass(cls, _model)


read_TargetMatch: Any = record.bound(from_dict, TargetMatch)

from .target import read_Target  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "target": "target",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_target_from_dict = read_Target
_read_target = convert.model_of(read_Target)
_USUAL = {
    "target": Usual("model", read_Target),
}
"""How their usual values are read."""

record.bind(TargetMatch, to_dict, from_dict)
