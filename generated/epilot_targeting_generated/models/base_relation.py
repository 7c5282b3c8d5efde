# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRelation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class BaseRelation(convert.Model):
    """A link to other entities.

    Attributes:
        relation: The entities that are linked to
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    relation: list[BaseRelationItem] | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        relation: Any = self.relation
        if relation is not None:
            _out["$relation"] = convert.refill(
                [item if item is None else item.to_dict() for item in relation], _out.get("$relation")
            )
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
        relation: Any = _read_relation(_data.get("$relation"))
        if relation is not None and convert.is_whole(relation):
            del _data["$relation"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            relation=relation,
            additional_properties=_data,
        )
        return _model


from .base_relation_item import BaseRelationItem  # noqa: E402

_read_relation = convert.list_of(convert.model_of(BaseRelationItem.from_dict))
