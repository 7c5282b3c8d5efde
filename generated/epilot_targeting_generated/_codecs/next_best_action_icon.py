# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `NextBestActionIcon` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.next_best_action_icon import NextBestActionIcon
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    name: Any = self.name
    if name is not None:
        _out["name"] = name
    color: Any = self.color
    if color is not None:
        _out["color"] = color
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(NextBestActionIcon)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        name: Any = _all["name"]
        color: Any = _all["color"]
    except KeyError:
        (
            name,
            color,
        ) = map(_src.get, _NAMES)
        _more = True
    if name.__class__ is str:
        pass
    elif name is None:
        _more = True
    elif (name := convert.as_str(name)) is None:
        _lost += ("name",)

    if color.__class__ is str:
        pass
    elif color is None:
        _more = True
    elif (color := convert.as_str(color)) is None:
        _lost += ("color",)

    _model.name = name
    _model.color = color
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is NextBestActionIcon else record.as_subclass(cls, _model)


read_NextBestActionIcon: Any = record.bound(from_dict, NextBestActionIcon)


_new: Any = object.__new__
_NAMES = {
    "name": "name",
    "color": "color",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "name": Usual("str"),
    "color": Usual("str"),
}
"""How their usual values are read."""

record.bind(NextBestActionIcon, to_dict, from_dict)
