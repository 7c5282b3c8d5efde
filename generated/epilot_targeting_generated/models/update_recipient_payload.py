# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdateRecipientPayload."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class UpdateRecipientPayload(record.Payload):
    """The fields of a recipient that are to be set; those left out stay as they are."""

    automation_status: AutomationStatus | Literal["pending", "in_progress", "success", "failed", "cancelled"] | None = (
        None
    )
    """How far the automation of a recipient has got."""

    automation_execution_id: str | None = None
    """The id of the automation execution."""

    portal_status: PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] | None = None
    """What a recipient has done with a campaign in the portal."""

    portal_state: dict[str, Any] | None = None
    """Whatever the portal is to keep about the recipient."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .automation_status import AutomationStatus  # noqa: E402
from .portal_status import PortalStatus  # noqa: E402

record.show_fields(UpdateRecipientPayload)
record.share_names(UpdateRecipientPayload.__init__, globals())
