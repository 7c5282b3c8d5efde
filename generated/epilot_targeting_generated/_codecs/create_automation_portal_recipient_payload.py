# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `CreateAutomationPortalRecipientPayload` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.create_automation_portal_recipient_payload import CreateAutomationPortalRecipientPayload
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    entity_id: Any = self.entity_id
    if entity_id is not None:
        _out["entity_id"] = (
            str(entity_id)
            if self._entity_id_read is None
            else record.original_json(self._entity_id_read, convert.as_uuid, entity_id)
        )
    entity_schema: Any = self.entity_schema
    if entity_schema is not None:
        _out["entity_schema"] = entity_schema
    automation_status: Any = self.automation_status
    if automation_status is not None:
        _out["automation_status"] = str(automation_status)
    automation_execution_id: Any = self.automation_execution_id
    if automation_execution_id is not None:
        _out["automation_execution_id"] = automation_execution_id
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
    _model: Any = _new(CreateAutomationPortalRecipientPayload)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 6
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        entity_id: Any = _all["entity_id"]
        entity_schema: Any = _all["entity_schema"]
        automation_status: Any = _all["automation_status"]
        automation_execution_id: Any = _all["automation_execution_id"]
        portal_status: Any = _all["portal_status"]
        portal_state: Any = _all["portal_state"]
    except KeyError:
        (
            entity_id,
            entity_schema,
            automation_status,
            automation_execution_id,
            portal_status,
            portal_state,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._entity_id_read = entity_id
    if entity_id is None:
        _more = True
    elif (entity_id := convert.as_uuid(entity_id)) is None:
        _lost += ("entity_id",)

    if entity_schema.__class__ is str:
        pass
    elif entity_schema is None:
        _more = True
    elif (entity_schema := convert.as_str(entity_schema)) is None:
        _lost += ("entity_schema",)

    try:
        automation_status = _known_automation_status[automation_status]
    except (KeyError, TypeError):
        automation_status = _read_automation_status(automation_status)
        if automation_status is None:
            _lost += ("automation_status",)
    if automation_status is None:
        _more = True
    if automation_execution_id.__class__ is str:
        pass
    elif automation_execution_id is None:
        _more = True
    elif (automation_execution_id := convert.as_str(automation_execution_id)) is None:
        _lost += ("automation_execution_id",)

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

    _model.entity_id = entity_id
    _model.entity_schema = entity_schema
    _model.automation_status = automation_status
    _model.automation_execution_id = automation_execution_id
    _model.portal_status = portal_status
    _model.portal_state = portal_state
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is CreateAutomationPortalRecipientPayload else record.as_subclass(cls, _model)


read_CreateAutomationPortalRecipientPayload: Any = record.bound(from_dict, CreateAutomationPortalRecipientPayload)

from ..models.automation_status import AutomationStatus  # noqa: E402
from ..models.portal_status import PortalStatus  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "entity_id": "entity_id",
    "entity_schema": "entity_schema",
    "automation_status": "automation_status",
    "automation_execution_id": "automation_execution_id",
    "portal_status": "portal_status",
    "portal_state": "portal_state",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_automation_status = convert.by_value(AutomationStatus)
_read_automation_status = convert.enum_of(AutomationStatus)
_known_portal_status = convert.by_value(PortalStatus)
_read_portal_status = convert.enum_of(PortalStatus)
_USUAL = {
    "entity_id": Usual("other", convert.as_uuid, keep="value"),
    "entity_schema": Usual("str"),
    "automation_status": Usual("enum", _known_automation_status),
    "automation_execution_id": Usual("str"),
    "portal_status": Usual("enum", _known_portal_status),
    "portal_state": Usual("dict"),
}
"""How their usual values are read."""

record.bind(CreateAutomationPortalRecipientPayload, to_dict, from_dict)
