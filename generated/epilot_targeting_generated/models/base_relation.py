# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseRelation."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseRelation(record.Model):
    """A link to other entities."""

    relation: list[BaseRelationItem] | None = None
    """The entities that are linked to."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .base_relation_item import BaseRelationItem  # noqa: E402

record.show_fields(BaseRelation)
record.share_names(BaseRelation.__init__, globals())
