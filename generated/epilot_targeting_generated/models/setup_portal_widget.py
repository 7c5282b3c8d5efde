# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupPortalWidget."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupPortalWidget(record.Payload):
    """The block of a portal that shows the campaign."""

    portal_id: UUID | str
    """The id of the portal."""

    block_id: UUID | str
    """The id of the block."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _portal_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _block_id_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(SetupPortalWidget)
