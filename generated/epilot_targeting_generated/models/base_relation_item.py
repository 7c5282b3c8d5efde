# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRelationItem."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseRelationItem(record.Model):
    """One linked entity."""

    entity_id: UUID | None = None
    """The id of the linked entity."""

    tags: list[str] | None = None
    """The tags of an entity; null is as good as none."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _entity_id_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(BaseRelationItem)
