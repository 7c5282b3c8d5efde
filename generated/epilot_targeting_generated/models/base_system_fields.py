# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseSystemFields."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseSystemFields(record.Model):
    """The fields that the platform keeps for every entity."""

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

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _created_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)


from .base_entity_acl import BaseEntityAcl  # noqa: E402
from .base_entity_owner import BaseEntityOwner  # noqa: E402

record.show_fields(BaseSystemFields)
record.share_names(BaseSystemFields.__init__, globals())
