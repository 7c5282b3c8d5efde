# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRecipientPayload."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseRecipientPayload(record.Model):
    """The entity that becomes a recipient."""

    entity_id: UUID
    """The id of the entity."""

    entity_schema: str
    """The kind of entity."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _entity_id_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(BaseRecipientPayload)
