# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityAcl."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class BaseEntityAcl(record.Model):
    """Who besides the owners may do what with an entity. Each entry names an organisation or a user that the entity
    is shared with.

        Attributes:
            view: Who may see the entity
            edit: Who may change the entity
            delete: Who may delete the entity
            additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    view: list[str] | None = None
    edit: list[str] | None = None
    delete: list[str] | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        view: Any = self.view
        if view is not None:
            _out["view"] = record.refill(view, _out.get("view"))
        edit: Any = self.edit
        if edit is not None:
            _out["edit"] = record.refill(edit, _out.get("edit"))
        delete: Any = self.delete
        if delete is not None:
            _out["delete"] = record.refill(delete, _out.get("delete"))
        return _out

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null, or not what the spec says, reads None and stays in
            `additional_properties`, under its wire name.

        Raises:
            TypeError: It is no object.
        """
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
        elif (view := _read_view(view)) is None or not convert.is_whole(view):
            _lost += ("view",)

        if edit is None:
            _more = True
        elif (edit := _read_edit(edit)) is None or not convert.is_whole(edit):
            _lost += ("edit",)

        if delete is None:
            _more = True
        elif (delete := _read_delete(delete)) is None or not convert.is_whole(delete):
            _lost += ("delete",)

        _model.view = view
        _model.edit = edit
        _model.delete = delete
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is BaseEntityAcl else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "view": "view",
    "edit": "edit",
    "delete": "delete",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_view = convert.list_of(convert.as_str)
_read_edit = convert.list_of(convert.as_str)
_read_delete = convert.list_of(convert.as_str)
