# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignPortal."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class CampaignPortal(record.Model):
    """A portal that shows a campaign, and where in it."""

    portal: PortalInfo
    """What a portal is called, and where it is found."""

    widgets: list[PortalWidget]
    """The widgets that show the campaign."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .portal_info import PortalInfo  # noqa: E402
from .portal_widget import PortalWidget  # noqa: E402

record.show_fields(CampaignPortal)
record.share_names(CampaignPortal.__init__, globals())
