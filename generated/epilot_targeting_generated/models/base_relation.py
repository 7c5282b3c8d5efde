# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRelation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class BaseRelation(record.Model):
    """A link to other entities.

    Attributes:
        relation: The entities that are linked to
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    relation: list[BaseRelationItem] | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        relation: Any = self.relation
        if relation is not None:
            _out["$relation"] = record.refill(
                [item if item is None else item.to_dict() for item in relation], _out.get("$relation")
            )
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
        _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
        _model: Any = _new(BaseRelation)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            relation: Any = _all["$relation"]
        except KeyError:
            (relation,) = map(_src.get, _NAMES)
            _more = True
        if relation is None:
            _more = True
        elif (relation := _read_relation(relation)) is None or not convert.is_whole(relation):
            _lost += ("$relation",)

        _model.relation = relation
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is BaseRelation else record.as_subclass(cls, _model)
        return _made


from .base_relation_item import BaseRelationItem  # noqa: E402

record.share_names(BaseRelation.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "$relation": "relation",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_relation = convert.models_of(BaseRelationItem.from_dict)
