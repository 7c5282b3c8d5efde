# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Recipient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class Recipient(convert.Model):
    """An entity that a campaign reaches.

    Attributes:
        entity_id: The id of the entity, which is the id of the recipient too
        entity_schema: The kind of entity
        title: The title the entity is shown under
        automation_status: How far the automation of a recipient has got
        automation_execution_id: The id of the automation execution
        portal_status: What a recipient has done with a campaign in the portal
        portal_status_updated_at: When the portal status last changed, by the clock of the service
        portal_state: Whatever the portal keeps about the recipient
        updated_at: When the recipient last changed
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    entity_id: UUID | None = None
    entity_schema: str | None = None
    title: str | None = None
    automation_status: AutomationStatus | str | None = None
    automation_execution_id: str | None = None
    portal_status: PortalStatus | str | None = None
    portal_status_updated_at: dt.datetime | None = None
    portal_state: dict[str, Any] | None = None
    updated_at: dt.datetime | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        entity_id: Any = self.entity_id
        if entity_id is not None:
            _out["entity_id"] = str(entity_id)
        entity_schema: Any = self.entity_schema
        if entity_schema is not None:
            _out["entity_schema"] = entity_schema
        title: Any = self.title
        if title is not None:
            _out["title"] = title
        automation_status: Any = self.automation_status
        if automation_status is not None:
            _out["automation_status"] = str(automation_status)
        automation_execution_id: Any = self.automation_execution_id
        if automation_execution_id is not None:
            _out["automation_execution_id"] = automation_execution_id
        portal_status: Any = self.portal_status
        if portal_status is not None:
            _out["portal_status"] = str(portal_status)
        portal_status_updated_at: Any = self.portal_status_updated_at
        if portal_status_updated_at is not None:
            _out["portal_status_updated_at"] = convert.datetime_text(portal_status_updated_at)
        portal_state: Any = self.portal_state
        if portal_state is not None:
            _out["portal_state"] = portal_state
        updated_at: Any = self.updated_at
        if updated_at is not None:
            _out["updated_at"] = convert.datetime_text(updated_at)
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
        _kept: convert.Kept = {}
        entity_id: Any = _read_entity_id(_data.get("entity_id"))
        if entity_id is not None:
            convert.keep(_kept, "entity_id", "entity_id", entity_id, _data["entity_id"])
            del _data["entity_id"]
        entity_schema: Any = _data.get("entity_schema")
        if isinstance(entity_schema, str):
            del _data["entity_schema"]
        else:
            entity_schema = None
        title: Any = _data.get("title")
        if isinstance(title, str):
            del _data["title"]
        else:
            title = None
        automation_status: Any = _read_automation_status(_data.get("automation_status"))
        if automation_status is not None:
            del _data["automation_status"]
        automation_execution_id: Any = _data.get("automation_execution_id")
        if isinstance(automation_execution_id, str):
            del _data["automation_execution_id"]
        else:
            automation_execution_id = None
        portal_status: Any = _read_portal_status(_data.get("portal_status"))
        if portal_status is not None:
            del _data["portal_status"]
        portal_status_updated_at: Any = _read_portal_status_updated_at(_data.get("portal_status_updated_at"))
        if portal_status_updated_at is not None:
            convert.keep(
                _kept,
                "portal_status_updated_at",
                "portal_status_updated_at",
                portal_status_updated_at,
                _data["portal_status_updated_at"],
            )
            del _data["portal_status_updated_at"]
        portal_state: Any = _read_portal_state(_data.get("portal_state"))
        if portal_state is not None:
            del _data["portal_state"]
        updated_at: Any = _read_updated_at(_data.get("updated_at"))
        if updated_at is not None:
            convert.keep(_kept, "updated_at", "updated_at", updated_at, _data["updated_at"])
            del _data["updated_at"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            entity_id=entity_id,
            entity_schema=entity_schema,
            title=title,
            automation_status=automation_status,
            automation_execution_id=automation_execution_id,
            portal_status=portal_status,
            portal_status_updated_at=portal_status_updated_at,
            portal_state=portal_state,
            updated_at=updated_at,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


from .automation_status import AutomationStatus  # noqa: E402
from .portal_status import PortalStatus  # noqa: E402

_read_entity_id = convert.as_uuid
_read_automation_status = convert.enum_of(AutomationStatus)
_read_portal_status = convert.enum_of(PortalStatus)
_read_portal_status_updated_at = convert.as_datetime
_read_portal_state = convert.as_dict
_read_updated_at = convert.as_datetime
