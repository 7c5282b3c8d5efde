# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ServerErrorBody."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class ServerErrorBody(record.Model):
    """A failure on the side of the service."""

    status: float
    """The HTTP status."""

    message: str
    """What went wrong, for people."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(ServerErrorBody)
