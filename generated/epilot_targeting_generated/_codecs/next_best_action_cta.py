# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `NextBestActionCta` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.next_best_action_cta import NextBestActionCta
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    type: Any = self.type
    if type is not None:
        _out["type"] = str(type)
    target: Any = self.target
    if target is not None:
        _out["target"] = target
    context_params: Any = self.context_params
    if context_params is not None:
        _out["context_params"] = record.refill(
            [item if item is None else item.to_dict() for item in context_params],
            _out.get("context_params"),
            _read_context_params,
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(NextBestActionCta)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        type: Any = _all["type"]
        target: Any = _all["target"]
        context_params: Any = _all["context_params"]
    except KeyError:
        (
            type,
            target,
            context_params,
        ) = map(_src.get, _NAMES)
        _more = True
    try:
        type = _known_type[type]
    except (KeyError, TypeError):
        type = _read_type(type)
        if type is None:
            _lost += ("type",)
    if type is None:
        _more = True
    if target.__class__ is str:
        pass
    elif target is None:
        _more = True
    elif (target := convert.as_str(target)) is None:
        _lost += ("target",)

    if context_params is None:
        _more = True
    elif (context_params := _read_context_params(context_params)) is None or len(context_params) != len(
        _src["context_params"]
    ):
        _lost += ("context_params",)

    _model.type = type
    _model.target = target
    _model.context_params = context_params
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is NextBestActionCta else record.as_subclass(cls, _model)


read_NextBestActionCta: Any = record.bound(from_dict, NextBestActionCta)

from ..models.next_best_action_cta_type import NextBestActionCtaType  # noqa: E402
from .next_best_action_context_param import read_NextBestActionContextParam  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "type": "type",
    "target": "target",
    "context_params": "context_params",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_type = convert.by_value(NextBestActionCtaType)
_read_type = convert.enum_of(NextBestActionCtaType)
_read_context_params = convert.models_of(read_NextBestActionContextParam)
_USUAL = {
    "type": Usual("enum", _known_type),
    "target": Usual("str"),
    "context_params": Usual("list", _read_context_params),
}
"""How their usual values are read."""

record.bind(NextBestActionCta, to_dict, from_dict)
