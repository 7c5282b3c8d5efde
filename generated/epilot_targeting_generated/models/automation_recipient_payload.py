# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""AutomationRecipientPayload."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class AutomationRecipientPayload(record.Model):
    """How a recipient is reached through an automation."""

    automation_status: AutomationStatus | str
    """How far the automation of a recipient has got."""

    automation_execution_id: str
    """The id of the automation execution."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .automation_status import AutomationStatus  # noqa: E402

record.show_fields(AutomationRecipientPayload)
record.share_names(AutomationRecipientPayload.__init__, globals())
