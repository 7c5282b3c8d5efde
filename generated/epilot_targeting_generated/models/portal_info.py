# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalInfo."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class PortalInfo(record.Model):
    """What a portal is called, and where it is found."""

    origin: str | None = None
    """The kind of portal."""

    domain: str | None = None
    """The domain the portal is served from."""

    name: str | None = None
    """The name of the portal."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(PortalInfo)
