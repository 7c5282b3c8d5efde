# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Recipient."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class Recipient(record.Model):
    """An entity that a campaign reaches."""

    entity_id: UUID | None = None
    """The id of the entity, which is the id of the recipient too."""

    entity_schema: str | None = None
    """The kind of entity."""

    title: str | None = None
    """The title the entity is shown under."""

    automation_status: AutomationStatus | str | None = None
    """How far the automation of a recipient has got."""

    automation_execution_id: str | None = None
    """The id of the automation execution."""

    portal_status: PortalStatus | str | None = None
    """What a recipient has done with a campaign in the portal."""

    portal_status_updated_at: dt.datetime | None = None
    """When the portal status last changed, by the clock of the service."""

    portal_state: dict[str, Any] | None = None
    """Whatever the portal keeps about the recipient."""

    updated_at: dt.datetime | None = None
    """When the recipient last changed."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _entity_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _portal_status_updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)


from .automation_status import AutomationStatus  # noqa: E402
from .portal_status import PortalStatus  # noqa: E402

record.share_names(Recipient.__init__, globals())
