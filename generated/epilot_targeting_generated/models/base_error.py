# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseError(convert.Model):
    """What errors with a status and a message have in common.

    Attributes:
        status: The HTTP status
        message: What went wrong, for people
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    status: float
    message: str
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        status: Any = self.status
        if status is not None:
            _out["status"] = status
        message: Any = self.message
        if message is not None:
            _out["message"] = message
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
        message: Any = _data.get("message")
        if isinstance(message, str):
            del _data["message"]
        else:
            message = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            status=status,
            message=message,
            additional_properties=_data,
        )
        return _model


_read_status = convert.as_float
