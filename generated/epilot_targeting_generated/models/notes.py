# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Notes."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class Notes(record.Model):
    """Notes of a campaign."""

    results: list[str]
    """The notes."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
