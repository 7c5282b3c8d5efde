# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Campaign."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class Campaign(record.Model):
    """An effort to reach the entities of a target."""

    id: UUID | None = None
    """The id of the entity."""

    org: str | None = None
    """The id of the organisation the entity belongs to."""

    owners: list[BaseEntityOwner] | None = None
    """Who owns the entity."""

    schema: str | None = None
    """The kind of entity."""

    title: str | None = None
    """The title the entity is shown under."""

    tags: list[str] | None = None
    """The tags of an entity; null is as good as none."""

    created_at: dt.datetime | None = None
    """When the entity was made."""

    updated_at: dt.datetime | None = None
    """When the entity was last changed."""

    acl: BaseEntityAcl | None = None
    """Who besides the owners may do what with an entity. Each entry names an organisation or a user that the entity is
    shared with."""

    name: str | None = None
    """The name of the campaign."""

    goal: str | None = None
    """What the campaign is for."""

    status: CampaignStatus | str | None = None
    """Where a campaign stands."""

    start_date: dt.date | None = None
    """The day the campaign begins."""

    end_date: dt.date | None = None
    """The day the campaign ends."""

    flow_id: str | None = None
    """The id of the automation flow that runs for each recipient."""

    job_id: str | None = None
    """The id of the job that starts the automations."""

    target: BaseRelation | None = None
    """A link to other entities."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _created_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _start_date_read: Any = field(default=None, init=False, eq=False, repr=False)
    _end_date_read: Any = field(default=None, init=False, eq=False, repr=False)


from .base_entity_acl import BaseEntityAcl  # noqa: E402
from .base_entity_owner import BaseEntityOwner  # noqa: E402
from .base_relation import BaseRelation  # noqa: E402
from .campaign_status import CampaignStatus  # noqa: E402

record.show_fields(Campaign)
record.share_names(Campaign.__init__, globals())
