# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdatePortalStatusRequest."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class UpdatePortalStatusRequest(record.Payload):
    """The portal status to move to."""

    status: PortalStatus | Literal["sent", "seen", "dismissed", "clicked"]
    """What a recipient has done with a campaign in the portal."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .portal_status import PortalStatus  # noqa: E402

record.show_fields(UpdatePortalStatusRequest)
record.share_names(UpdatePortalStatusRequest.__init__, globals())
