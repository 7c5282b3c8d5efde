# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""StatusedError."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class StatusedError(record.Model):
    """An error with its status."""

    error: str
    """What is wrong with the request."""

    status: int
    """The HTTP status."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(StatusedError)
