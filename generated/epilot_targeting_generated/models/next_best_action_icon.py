# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestActionIcon."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class NextBestActionIcon(record.Model):
    """The icon of an action."""

    name: str
    """The name of the icon."""

    color: str | None = None
    """The colour of the icon."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(NextBestActionIcon)
