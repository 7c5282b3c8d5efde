# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `PortalRecipientPayload` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.portal_recipient_payload import PortalRecipientPayload
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    portal_status: Any = self.portal_status
    if portal_status is not None:
        _out["portal_status"] = str(portal_status)
    portal_state: Any = self.portal_state
    if portal_state is not None:
        _out["portal_state"] = portal_state
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
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
    return _model if cls is PortalRecipientPayload else record.as_subclass(cls, _model)


read_PortalRecipientPayload: Any = record.bound(from_dict, PortalRecipientPayload)

from ..models.portal_status import PortalStatus  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "portal_status": "portal_status",
    "portal_state": "portal_state",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_portal_status = convert.by_value(PortalStatus)
_read_portal_status = convert.enum_of(PortalStatus)
_USUAL = {
    "portal_status": Usual("enum", _known_portal_status),
    "portal_state": Usual("dict"),
}
"""How their usual values are read."""

record.bind(PortalRecipientPayload, to_dict, from_dict)
