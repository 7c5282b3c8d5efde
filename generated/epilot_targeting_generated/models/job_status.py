# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""JobStatus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class JobStatus(convert.Model):
    """How far the automation job of a campaign has got.

    Attributes:
        status: Where the automation job of a campaign stands
        execution_summary: The executions of the job
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    status: JobState | str | None = None
    execution_summary: list[ExecutionSummaryItem] | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        status: Any = self.status
        if status is not None:
            _out["status"] = str(status)
        execution_summary: Any = self.execution_summary
        if execution_summary is not None:
            _out["execution_summary"] = convert.refill(
                [item if item is None else item.to_dict() for item in execution_summary], _out.get("execution_summary")
            )
        if self._kept is not None:
            convert.restore(_out, self._kept, self)
        return _out

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null, or not what the spec says, reads None and stays in
            `additional_properties`, under its wire name.

        Raises:
            TypeError: It is no object.
        """
        _data = convert.members(src_dict)
        status: Any = _read_status(_data.get("status"))
        if status is not None:
            del _data["status"]
        execution_summary: Any = _read_execution_summary(_data.get("execution_summary"))
        if execution_summary is not None and convert.is_whole(execution_summary):
            del _data["execution_summary"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            status=status,
            execution_summary=execution_summary,
            additional_properties=_data,
        )
        return _model


from .execution_summary_item import ExecutionSummaryItem  # noqa: E402
from .job_state import JobState  # noqa: E402

_read_status = convert.enum_of(JobState)
_read_execution_summary = convert.list_of(convert.model_of(ExecutionSummaryItem.from_dict))
