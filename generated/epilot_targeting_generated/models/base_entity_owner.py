# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseEntityOwner."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseEntityOwner(record.Model):
    """The organisation, or the user in it, that owns an entity. An owner always has access, whatever the access
    control list says."""

    org_id: str
    """The id of the organisation."""

    user_id: str | None = None
    """The id of the user."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(BaseEntityOwner)
