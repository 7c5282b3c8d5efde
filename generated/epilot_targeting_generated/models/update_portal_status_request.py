# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdatePortalStatusRequest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class UpdatePortalStatusRequest(record.Model):
    """The portal status to move to.

    Attributes:
        status: What a recipient has done with a campaign in the portal
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    status: PortalStatus | str
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        status: Any = self.status
        if status is not None:
            _out["status"] = str(status)
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
        _model: Any = _new(UpdatePortalStatusRequest)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            status: Any = _all["status"]
        except KeyError:
            (status,) = map(_src.get, _NAMES)
            _more = True
        try:
            status = _known_status[status]
        except (KeyError, TypeError):
            status = _read_status(status)
            if status is None:
                _lost += ("status",)
        if status is None:
            _more = True
        _model.status = status
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is UpdatePortalStatusRequest else record.as_subclass(cls, _model)
        return _made


from .portal_status import PortalStatus  # noqa: E402

record.share_names(UpdatePortalStatusRequest.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "status": "status",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_status = convert.by_value(PortalStatus)
_read_status = convert.enum_of(PortalStatus)
