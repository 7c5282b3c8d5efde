# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalWidget."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class PortalWidget(record.Model):
    """A part of a portal page that shows a campaign."""

    id: str
    """The id of the widget."""

    headline: LocalizedText | None = None
    """A text in several languages, each under its language code."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .localized_text import LocalizedText  # noqa: E402

record.show_fields(PortalWidget)
record.share_names(PortalWidget.__init__, globals())
