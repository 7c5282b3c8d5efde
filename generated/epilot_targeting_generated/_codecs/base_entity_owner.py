# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseEntityOwner` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_entity_owner import BaseEntityOwner
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    org_id: Any = self.org_id
    if org_id is not None:
        _out["org_id"] = org_id
    user_id: Any = self.user_id
    if user_id is not None:
        _out["user_id"] = user_id
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseEntityOwner)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        org_id: Any = _all["org_id"]
        user_id: Any = _all["user_id"]
    except KeyError:
        (
            org_id,
            user_id,
        ) = map(_src.get, _NAMES)
        _more = True
    if org_id.__class__ is str:
        pass
    elif org_id is None:
        _more = True
    elif (org_id := convert.as_str(org_id)) is None:
        _lost += ("org_id",)

    if user_id.__class__ is str:
        pass
    elif user_id is None:
        _more = True
    elif (user_id := convert.as_str(user_id)) is None:
        _lost += ("user_id",)

    _model.org_id = org_id
    _model.user_id = user_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseEntityOwner else record.as_subclass(cls, _model)


read_BaseEntityOwner: Any = record.bound(from_dict, BaseEntityOwner)


_new: Any = object.__new__
_NAMES = {
    "org_id": "org_id",
    "user_id": "user_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "org_id": Usual("str"),
    "user_id": Usual("str"),
}
"""How their usual values are read."""

record.bind(BaseEntityOwner, to_dict, from_dict)
