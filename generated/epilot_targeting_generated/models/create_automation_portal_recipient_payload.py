# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CreateAutomationPortalRecipientPayload."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class CreateAutomationPortalRecipientPayload(record.Payload):
    """A new recipient that both an automation and a portal reach."""

    entity_id: UUID | str
    """The id of the entity."""

    entity_schema: str
    """The kind of entity."""

    automation_status: AutomationStatus | Literal["pending", "in_progress", "success", "failed", "cancelled"]
    """How far the automation of a recipient has got."""

    automation_execution_id: str
    """The id of the automation execution."""

    portal_status: PortalStatus | Literal["sent", "seen", "dismissed", "clicked"]
    """What a recipient has done with a campaign in the portal."""

    portal_state: dict[str, Any] | None = None
    """Whatever the portal keeps about the recipient."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _entity_id_read: Any = field(default=None, init=False, eq=False, repr=False)


from .automation_status import AutomationStatus  # noqa: E402
from .portal_status import PortalStatus  # noqa: E402

record.show_fields(CreateAutomationPortalRecipientPayload)
record.share_names(CreateAutomationPortalRecipientPayload.__init__, globals())
