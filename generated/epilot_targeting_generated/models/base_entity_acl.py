# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityAcl."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseEntityAcl(record.Model):
    """Who besides the owners may do what with an entity. Each entry names an organisation or a user that the entity
    is shared with."""

    view: list[str] | None = None
    """Who may see the entity."""

    edit: list[str] | None = None
    """Who may change the entity."""

    delete: list[str] | None = None
    """Who may delete the entity."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(BaseEntityAcl)
