# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupCampaignEntity` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_campaign_entity import SetupCampaignEntity
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    name: Any = self.name
    if name is not None:
        _out["name"] = name
    target_ids: Any = self.target_ids
    if target_ids is not None:
        _out["target_ids"] = record.refill(
            [item if item is None else str(item) for item in target_ids]
            if self._target_ids_read is None
            else record.original_json(self._target_ids_read, _read_target_ids, target_ids),
            _out.get("target_ids"),
            _read_target_ids,
        )
    goal: Any = self.goal
    if goal is not None:
        _out["goal"] = goal
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupCampaignEntity)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        name: Any = _all["name"]
        target_ids: Any = _all["target_ids"]
        goal: Any = _all["goal"]
    except KeyError:
        (
            name,
            target_ids,
            goal,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._target_ids_read = record.snapshot(target_ids)
    if name.__class__ is str:
        pass
    elif name is None:
        _more = True
    elif (name := convert.as_str(name)) is None:
        _lost += ("name",)

    if target_ids is None:
        _more = True
    elif (target_ids := _read_target_ids(target_ids)) is None or len(target_ids) != len(_src["target_ids"]):
        _lost += ("target_ids",)

    if goal.__class__ is str:
        pass
    elif goal is None:
        _more = True
    elif (goal := convert.as_str(goal)) is None:
        _lost += ("goal",)

    _model.name = name
    _model.target_ids = target_ids
    _model.goal = goal
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupCampaignEntity else record.as_subclass(cls, _model)


read_SetupCampaignEntity: Any = record.bound(from_dict, SetupCampaignEntity)


_new: Any = object.__new__
_NAMES = {
    "name": "name",
    "target_ids": "target_ids",
    "goal": "goal",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_target_ids = convert.list_of(convert.as_uuid)
_USUAL = {
    "name": Usual("str"),
    "target_ids": Usual("list", _read_target_ids, keep="copy"),
    "goal": Usual("str"),
}
"""How their usual values are read."""

record.bind(SetupCampaignEntity, to_dict, from_dict)
