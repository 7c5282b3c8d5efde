# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseSystemId."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class BaseSystemId(record.Model):
    """The id that every stored entity has.

    Attributes:
        id: The id of the entity
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    id: UUID
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _id_read: Any = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        id: Any = self.id
        if id is not None:
            _out["_id"] = str(id) if self._id_read is None else record.as_it_came(self._id_read, convert.as_uuid, id)
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
        _model: Any = _new(BaseSystemId)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            id: Any = _all["_id"]
        except KeyError:
            (id,) = map(_src.get, _NAMES)
            _more = True
        _model._id_read = id
        if id is None:
            _more = True
        elif (id := convert.as_uuid(id)) is None:
            _lost += ("_id",)

        _model.id = id
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is BaseSystemId else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "_id": "id",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
