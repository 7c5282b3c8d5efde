# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRelationItem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseRelationItem(convert.Model):
    """One linked entity.

    Attributes:
        entity_id: The id of the linked entity
        tags: The tags of an entity; null is as good as none
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    entity_id: UUID | None = None
    tags: list[str] | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        entity_id: Any = self.entity_id
        if entity_id is not None:
            _out["entity_id"] = str(entity_id)
        tags: Any = self.tags
        if tags is not None:
            _out["_tags"] = convert.refill(tags, _out.get("_tags"))
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
        tags: Any = _read_tags(_data.get("_tags"))
        if tags is not None and convert.is_whole(tags):
            del _data["_tags"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            entity_id=entity_id,
            tags=tags,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


_read_entity_id = convert.as_uuid
_read_tags = convert.list_of(convert.as_str)
