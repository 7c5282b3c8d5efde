# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class BaseError(record.Model):
    """What errors with a status and a message have in common.

    Attributes:
        status: The HTTP status
        message: What went wrong, for people
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    status: float
    message: str
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        status: Any = self.status
        if status is not None:
            _out["status"] = status
        message: Any = self.message
        if message is not None:
            _out["message"] = message
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
        _model: Any = _new(BaseError)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            status: Any = _all["status"]
            message: Any = _all["message"]
        except KeyError:
            (
                status,
                message,
            ) = map(_src.get, _NAMES)
            _more = True
        if status is None:
            _more = True
        elif (status := _read_status(status)) is None:
            _lost += ("status",)

        if message.__class__ is str:
            pass
        elif message is None:
            _more = True
        elif (message := convert.as_str(message)) is None:
            _lost += ("message",)

        _model.status = status
        _model.message = message
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is BaseError else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "status": "status",
    "message": "message",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_status = convert.as_float
