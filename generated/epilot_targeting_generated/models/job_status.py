# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""JobStatus."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class JobStatus(record.Model):
    """How far the automation job of a campaign has got."""

    status: JobState | str | None = None
    """Where the automation job of a campaign stands."""

    execution_summary: list[ExecutionSummaryItem] | None = None
    """The executions of the job."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .execution_summary_item import ExecutionSummaryItem  # noqa: E402
from .job_state import JobState  # noqa: E402

record.show_fields(JobStatus)
record.share_names(JobStatus.__init__, globals())
