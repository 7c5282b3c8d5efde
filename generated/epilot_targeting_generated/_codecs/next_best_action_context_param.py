# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `NextBestActionContextParam` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.next_best_action_context_param import NextBestActionContextParam
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    key: Any = self.key
    if key is not None:
        _out["key"] = key
    value: Any = self.value
    if value is not None:
        _out["value"] = value
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(NextBestActionContextParam)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        key: Any = _all["key"]
        value: Any = _all["value"]
    except KeyError:
        (
            key,
            value,
        ) = map(_src.get, _NAMES)
        _more = True
    if key.__class__ is str:
        pass
    elif key is None:
        _more = True
    elif (key := convert.as_str(key)) is None:
        _lost += ("key",)

    if value.__class__ is str:
        pass
    elif value is None:
        _more = True
    elif (value := convert.as_str(value)) is None:
        _lost += ("value",)

    _model.key = key
    _model.value = value
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is NextBestActionContextParam else record.as_subclass(cls, _model)


read_NextBestActionContextParam: Any = record.bound(from_dict, NextBestActionContextParam)


_new: Any = object.__new__
_NAMES = {
    "key": "key",
    "value": "value",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "key": Usual("str"),
    "value": Usual("str"),
}
"""How their usual values are read."""

record.bind(NextBestActionContextParam, to_dict, from_dict)
