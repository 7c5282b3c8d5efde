# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseEntityAcl` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.base_entity_acl import BaseEntityAcl
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    view: Any = self.view
    if view is not None:
        _out["view"] = record.refill(view, _out.get("view"), _read_view)
    edit: Any = self.edit
    if edit is not None:
        _out["edit"] = record.refill(edit, _out.get("edit"), _read_edit)
    delete: Any = self.delete
    if delete is not None:
        _out["delete"] = record.refill(delete, _out.get("delete"), _read_delete)
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseEntityAcl)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        view: Any = _all["view"]
        edit: Any = _all["edit"]
        delete: Any = _all["delete"]
    except KeyError:
        (
            view,
            edit,
            delete,
        ) = map(_src.get, _NAMES)
        _more = True
    if view is None:
        _more = True
    elif (view := _read_view(view)) is None or len(view) != len(_src["view"]):
        _lost += ("view",)

    if edit is None:
        _more = True
    elif (edit := _read_edit(edit)) is None or len(edit) != len(_src["edit"]):
        _lost += ("edit",)

    if delete is None:
        _more = True
    elif (delete := _read_delete(delete)) is None or len(delete) != len(_src["delete"]):
        _lost += ("delete",)

    _model.view = view
    _model.edit = edit
    _model.delete = delete
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is BaseEntityAcl else record.as_subclass(cls, _model)


read_BaseEntityAcl: Any = record.bound(from_dict, BaseEntityAcl)


_new: Any = object.__new__
_NAMES = {
    "view": "view",
    "edit": "edit",
    "delete": "delete",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_view = convert.list_of(convert.as_str)
_read_edit = convert.list_of(convert.as_str)
_read_delete = convert.list_of(convert.as_str)
_USUAL = {
    "view": Usual("list", _read_view),
    "edit": Usual("list", _read_edit),
    "delete": Usual("list", _read_delete),
}
"""How their usual values are read."""

record.bind(BaseEntityAcl, to_dict, from_dict)
