# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityAcl."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseEntityAcl(convert.Model):
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
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        view: Any = self.view
        if view is not None:
            _out["view"] = convert.refill(view, _out.get("view"))
        edit: Any = self.edit
        if edit is not None:
            _out["edit"] = convert.refill(edit, _out.get("edit"))
        delete: Any = self.delete
        if delete is not None:
            _out["delete"] = convert.refill(delete, _out.get("delete"))
        if self._kept is not None:
            convert.restore(_out, self._kept, self)
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
        _data = convert.members(src_dict)
        view: Any = _read_view(_data.get("view"))
        if view is not None and convert.is_whole(view):
            del _data["view"]
        edit: Any = _read_edit(_data.get("edit"))
        if edit is not None and convert.is_whole(edit):
            del _data["edit"]
        delete: Any = _read_delete(_data.get("delete"))
        if delete is not None and convert.is_whole(delete):
            del _data["delete"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            view=view,
            edit=edit,
            delete=delete,
            additional_properties=_data,
        )
        return _model


_read_view = convert.list_of(convert.as_str)
_read_edit = convert.list_of(convert.as_str)
_read_delete = convert.list_of(convert.as_str)
