# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdatePortalStatusRequest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class UpdatePortalStatusRequest(convert.Model):
    """The portal status to move to.

    Attributes:
        status: What a recipient has done with a campaign in the portal
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    status: PortalStatus | str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        status: Any = self.status
        if status is not None:
            _out["status"] = str(status)
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
        status: Any = _read_status(_data.get("status"))
        if status is not None:
            del _data["status"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            status=status,
            additional_properties=_data,
        )
        return _model


from .portal_status import PortalStatus  # noqa: E402

_read_status = convert.enum_of(PortalStatus)
