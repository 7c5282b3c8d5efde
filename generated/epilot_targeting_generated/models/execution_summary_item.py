# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ExecutionSummaryItem."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class ExecutionSummaryItem(record.Model):
    """One automation execution of a job."""

    execution_id: str | None = None
    """The id of the execution."""

    execution_status: str | None = None
    """Where the execution stands."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(ExecutionSummaryItem)
