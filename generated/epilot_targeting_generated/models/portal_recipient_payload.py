# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalRecipientPayload."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class PortalRecipientPayload(record.Model):
    """How a recipient is reached through a portal."""

    portal_status: PortalStatus | str
    """What a recipient has done with a campaign in the portal."""

    portal_state: dict[str, Any] | None = None
    """Whatever the portal keeps about the recipient."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .portal_status import PortalStatus  # noqa: E402

record.show_fields(PortalRecipientPayload)
record.share_names(PortalRecipientPayload.__init__, globals())
