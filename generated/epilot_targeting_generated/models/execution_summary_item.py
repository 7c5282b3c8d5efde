# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ExecutionSummaryItem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class ExecutionSummaryItem(convert.Model):
    """One automation execution of a job.

    Attributes:
        execution_id: The id of the execution
        execution_status: Where the execution stands
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    execution_id: str | None = None
    execution_status: str | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        execution_id: Any = self.execution_id
        if execution_id is not None:
            _out["execution_id"] = execution_id
        execution_status: Any = self.execution_status
        if execution_status is not None:
            _out["execution_status"] = execution_status
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
        execution_id: Any = _data.get("execution_id")
        if isinstance(execution_id, str):
            del _data["execution_id"]
        else:
            execution_id = None
        execution_status: Any = _data.get("execution_status")
        if isinstance(execution_status, str):
            del _data["execution_status"]
        else:
            execution_status = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            execution_id=execution_id,
            execution_status=execution_status,
            additional_properties=_data,
        )
        return _model
