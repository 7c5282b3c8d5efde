# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupChannels."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupChannels(record.Payload):
    """How the campaign reaches its recipients."""

    portal_widget: SetupPortalWidget | None = None
    """The block of a portal that shows the campaign."""

    email: SetupEmail | None = None
    """The e-mail of the campaign: at least one of the two. An automation is used as it is; otherwise a flow is created
    from the template. It becomes the `flow_id` of the campaign. At least 1 member."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .setup_email import SetupEmail  # noqa: E402
from .setup_portal_widget import SetupPortalWidget  # noqa: E402

record.show_fields(SetupChannels)
record.share_names(SetupChannels.__init__, globals())
