# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdateEntityUiStatusRequest."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class UpdateEntityUiStatusRequest(record.Payload):
    """The entity-UI status to move to."""

    status: EntityUiStatus | Literal["seen", "dismissed", "clicked"]
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient."""

    entity_schema: str | None = None
    """The kind of entity; needed by the first `seen`, which creates the recipient."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .entity_ui_status import EntityUiStatus  # noqa: E402

record.show_fields(UpdateEntityUiStatusRequest)
record.share_names(UpdateEntityUiStatusRequest.__init__, globals())
