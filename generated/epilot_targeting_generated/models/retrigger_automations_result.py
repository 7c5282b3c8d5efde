# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsResult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class RetriggerAutomationsResult(convert.Model):
    """What became of one recipient.

    Attributes:
        recipient_id: The id of the recipient
        result: What became of one recipient whose automation was to be started again
        execution_id: The id of the new execution
        error: Why no execution was started
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    recipient_id: UUID
    result: RetriggerOutcome | str
    execution_id: str | None = None
    error: str | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        recipient_id: Any = self.recipient_id
        if recipient_id is not None:
            _out["recipient_id"] = str(recipient_id)
        result: Any = self.result
        if result is not None:
            _out["result"] = str(result)
        execution_id: Any = self.execution_id
        if execution_id is not None:
            _out["execution_id"] = execution_id
        error: Any = self.error
        if error is not None:
            _out["error"] = error
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
        _kept: convert.Kept = {}
        recipient_id: Any = _read_recipient_id(_data.get("recipient_id"))
        if recipient_id is not None:
            convert.keep(_kept, "recipient_id", "recipient_id", recipient_id, _data["recipient_id"])
            del _data["recipient_id"]
        result: Any = _read_result(_data.get("result"))
        if result is not None:
            del _data["result"]
        execution_id: Any = _data.get("execution_id")
        if isinstance(execution_id, str):
            del _data["execution_id"]
        else:
            execution_id = None
        error: Any = _data.get("error")
        if isinstance(error, str):
            del _data["error"]
        else:
            error = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            recipient_id=recipient_id,
            result=result,
            execution_id=execution_id,
            error=error,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


from .retrigger_outcome import RetriggerOutcome  # noqa: E402

_read_recipient_id = convert.as_uuid
_read_result = convert.enum_of(RetriggerOutcome)
