# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityOwner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseEntityOwner(convert.Model):
    """The organisation, or the user in it, that owns an entity. An owner always has access, whatever the access
    control list says.

        Attributes:
            org_id: The id of the organisation
            user_id: The id of the user
            additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    org_id: str
    user_id: str | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        org_id: Any = self.org_id
        if org_id is not None:
            _out["org_id"] = org_id
        user_id: Any = self.user_id
        if user_id is not None:
            _out["user_id"] = user_id
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
        org_id: Any = _data.get("org_id")
        if isinstance(org_id, str):
            del _data["org_id"]
        else:
            org_id = None
        user_id: Any = _data.get("user_id")
        if isinstance(user_id, str):
            del _data["user_id"]
        else:
            user_id = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            org_id=org_id,
            user_id=user_id,
            additional_properties=_data,
        )
        return _model
