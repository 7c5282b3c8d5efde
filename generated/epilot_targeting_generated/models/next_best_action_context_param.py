# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestActionContextParam."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class NextBestActionContextParam(record.Model):
    """A parameter of a journey."""

    key: str
    """The name of the parameter."""

    value: str
    """The value of the parameter."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(NextBestActionContextParam)
