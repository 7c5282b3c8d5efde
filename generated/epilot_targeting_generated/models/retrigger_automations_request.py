# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsRequest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class RetriggerAutomationsRequest(record.Payload):
    """The recipients whose automations are to be started again."""

    recipient_ids: list[UUID] | list[str]
    """The ids of the recipients."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _recipient_ids_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(RetriggerAutomationsRequest)
