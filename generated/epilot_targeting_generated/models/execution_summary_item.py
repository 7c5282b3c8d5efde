# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ExecutionSummaryItem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class ExecutionSummaryItem(record.Model):
    """One automation execution of a job.

    Attributes:
        execution_id: The id of the execution
        execution_status: Where the execution stands
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    execution_id: str | None = None
    execution_status: str | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        execution_id: Any = self.execution_id
        if execution_id is not None:
            _out["execution_id"] = execution_id
        execution_status: Any = self.execution_status
        if execution_status is not None:
            _out["execution_status"] = execution_status
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
        _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
        _model: Any = _new(ExecutionSummaryItem)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            execution_id: Any = _all["execution_id"]
            execution_status: Any = _all["execution_status"]
        except KeyError:
            (
                execution_id,
                execution_status,
            ) = map(_src.get, _NAMES)
            _more = True
        if execution_id.__class__ is str:
            pass
        elif execution_id is None:
            _more = True
        elif (execution_id := convert.as_str(execution_id)) is None:
            _lost += ("execution_id",)

        if execution_status.__class__ is str:
            pass
        elif execution_status is None:
            _more = True
        elif (execution_status := convert.as_str(execution_status)) is None:
            _lost += ("execution_status",)

        _model.execution_id = execution_id
        _model.execution_status = execution_status
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is ExecutionSummaryItem else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "execution_id": "execution_id",
    "execution_status": "execution_status",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
