# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalRecipientPayload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class PortalRecipientPayload(record.Model):
    """How a recipient is reached through a portal.

    Attributes:
        portal_status: What a recipient has done with a campaign in the portal
        portal_state: Whatever the portal keeps about the recipient
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    portal_status: PortalStatus | str
    portal_state: dict[str, Any] | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        portal_status: Any = self.portal_status
        if portal_status is not None:
            _out["portal_status"] = str(portal_status)
        portal_state: Any = self.portal_state
        if portal_state is not None:
            _out["portal_state"] = portal_state
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
        _model: Any = _new(PortalRecipientPayload)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            portal_status: Any = _all["portal_status"]
            portal_state: Any = _all["portal_state"]
        except KeyError:
            (
                portal_status,
                portal_state,
            ) = map(_src.get, _NAMES)
            _more = True
        try:
            portal_status = _known_portal_status[portal_status]
        except (KeyError, TypeError):
            portal_status = _read_portal_status(portal_status)
            if portal_status is None:
                _lost += ("portal_status",)
        if portal_status is None:
            _more = True
        if portal_state.__class__ is dict:
            pass
        elif portal_state is None:
            _more = True
        elif (portal_state := convert.as_dict(portal_state)) is None:
            _lost += ("portal_state",)

        _model.portal_status = portal_status
        _model.portal_state = portal_state
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is PortalRecipientPayload else record.as_subclass(cls, _model)
        return _made


from .portal_status import PortalStatus  # noqa: E402

record.share_names(PortalRecipientPayload.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "portal_status": "portal_status",
    "portal_state": "portal_state",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_portal_status = convert.by_value(PortalStatus)
_read_portal_status = convert.enum_of(PortalStatus)
