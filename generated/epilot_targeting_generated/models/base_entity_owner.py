# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityOwner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class BaseEntityOwner(record.Model):
    """The organisation, or the user in it, that owns an entity. An owner always has access, whatever the access
    control list says.

        Attributes:
            org_id: The id of the organisation
            user_id: The id of the user
            additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    org_id: str
    user_id: str | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        org_id: Any = self.org_id
        if org_id is not None:
            _out["org_id"] = org_id
        user_id: Any = self.user_id
        if user_id is not None:
            _out["user_id"] = user_id
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
        _made: Self = _model if cls is BaseEntityOwner else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "org_id": "org_id",
    "user_id": "user_id",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
