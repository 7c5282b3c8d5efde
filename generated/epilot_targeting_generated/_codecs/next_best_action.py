# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `NextBestAction` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.next_best_action import NextBestAction
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    title: Any = self.title
    if title is not None:
        _out["title"] = title
    cta: Any = self.cta
    if cta is not None:
        _out["cta"] = cta.to_dict()
    category: Any = self.category
    if category is not None:
        _out["category"] = category
    icon: Any = self.icon
    if icon is not None:
        _out["icon"] = icon.to_dict()
    body: Any = self.body
    if body is not None:
        _out["body"] = body
    priority: Any = self.priority
    if priority is not None:
        _out["priority"] = str(priority)
    is_dismissable: Any = self.is_dismissable
    if is_dismissable is not None:
        _out["is_dismissable"] = is_dismissable
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(NextBestAction)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 7
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        title: Any = _all["title"]
        cta: Any = _all["cta"]
        category: Any = _all["category"]
        icon: Any = _all["icon"]
        body: Any = _all["body"]
        priority: Any = _all["priority"]
        is_dismissable: Any = _all["is_dismissable"]
    except KeyError:
        (
            title,
            cta,
            category,
            icon,
            body,
            priority,
            is_dismissable,
        ) = map(_src.get, _NAMES)
        _more = True
    if title.__class__ is str:
        pass
    elif title is None:
        _more = True
    elif (title := convert.as_str(title)) is None:
        _lost += ("title",)

    if cta.__class__ is dict:
        cta = _cta_from_dict(cta)
    elif cta is None:
        _more = True
    elif (cta := _read_cta(cta)) is None:
        _lost += ("cta",)

    if category.__class__ is str:
        pass
    elif category is None:
        _more = True
    elif (category := convert.as_str(category)) is None:
        _lost += ("category",)

    if icon.__class__ is dict:
        icon = _icon_from_dict(icon)
    elif icon is None:
        _more = True
    elif (icon := _read_icon(icon)) is None:
        _lost += ("icon",)

    if body.__class__ is str:
        pass
    elif body is None:
        _more = True
    elif (body := convert.as_str(body)) is None:
        _lost += ("body",)

    try:
        priority = _known_priority[priority]
    except (KeyError, TypeError):
        priority = _read_priority(priority)
        if priority is None:
            _lost += ("priority",)
    if priority is None:
        _more = True
    if is_dismissable is None:
        _more = True
    elif (is_dismissable := _read_is_dismissable(is_dismissable)) is None:
        _lost += ("is_dismissable",)

    _model.title = title
    _model.cta = cta
    _model.category = category
    _model.icon = icon
    _model.body = body
    _model.priority = priority
    _model.is_dismissable = is_dismissable
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is NextBestAction else record.as_subclass(cls, _model)


read_NextBestAction: Any = record.bound(from_dict, NextBestAction)

from ..models.next_best_action_priority import NextBestActionPriority  # noqa: E402
from .next_best_action_cta import read_NextBestActionCta  # noqa: E402
from .next_best_action_icon import read_NextBestActionIcon  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "title": "title",
    "cta": "cta",
    "category": "category",
    "icon": "icon",
    "body": "body",
    "priority": "priority",
    "is_dismissable": "is_dismissable",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_cta_from_dict = read_NextBestActionCta
_read_cta = convert.model_of(read_NextBestActionCta)
_icon_from_dict = read_NextBestActionIcon
_read_icon = convert.model_of(read_NextBestActionIcon)
_known_priority = convert.by_value(NextBestActionPriority)
_read_priority = convert.enum_of(NextBestActionPriority)
_read_is_dismissable = convert.as_bool
_USUAL = {
    "title": Usual("str"),
    "cta": Usual("model", read_NextBestActionCta),
    "category": Usual("str"),
    "icon": Usual("model", read_NextBestActionIcon),
    "body": Usual("str"),
    "priority": Usual("enum", _known_priority),
    "is_dismissable": Usual("bool"),
}
"""How their usual values are read."""

record.bind(NextBestAction, to_dict, from_dict)
