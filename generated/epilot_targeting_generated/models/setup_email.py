# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupEmail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupEmail(record.Payload):
    """The e-mail of the campaign: at least one of the two. An automation is used as it is; otherwise a flow is created
    from the template. It becomes the `flow_id` of the campaign. At least 1 member."""

    automation_id: UUID | str | None = None
    """The id of the automation."""

    template_id: UUID | str | None = None
    """The id of the e-mail template."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _automation_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _template_id_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(SetupEmail)
