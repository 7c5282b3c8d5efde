# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRecipientPayload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseRecipientPayload(convert.Model):
    """The entity that becomes a recipient.

    Attributes:
        entity_id: The id of the entity
        entity_schema: The kind of entity
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    entity_id: UUID
    entity_schema: str
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
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            entity_id=entity_id,
            entity_schema=entity_schema,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


_read_entity_id = convert.as_uuid
