# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsResult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class RetriggerAutomationsResult(record.Model):
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
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _recipient_id_read: Any = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        recipient_id: Any = self.recipient_id
        if recipient_id is not None:
            _out["recipient_id"] = (
                str(recipient_id)
                if self._recipient_id_read is None
                else record.as_it_came(self._recipient_id_read, convert.as_uuid, recipient_id)
            )
        result: Any = self.result
        if result is not None:
            _out["result"] = str(result)
        execution_id: Any = self.execution_id
        if execution_id is not None:
            _out["execution_id"] = execution_id
        error: Any = self.error
        if error is not None:
            _out["error"] = error
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
        _model: Any = _new(RetriggerAutomationsResult)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 4
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            recipient_id: Any = _all["recipient_id"]
            result: Any = _all["result"]
            execution_id: Any = _all["execution_id"]
            error: Any = _all["error"]
        except KeyError:
            (
                recipient_id,
                result,
                execution_id,
                error,
            ) = map(_src.get, _NAMES)
            _more = True
        _model._recipient_id_read = recipient_id
        if recipient_id is None:
            _more = True
        elif (recipient_id := convert.as_uuid(recipient_id)) is None:
            _lost += ("recipient_id",)

        try:
            result = _known_result[result]
        except (KeyError, TypeError):
            result = _read_result(result)
            if result is None:
                _lost += ("result",)
        if result is None:
            _more = True
        if execution_id.__class__ is str:
            pass
        elif execution_id is None:
            _more = True
        elif (execution_id := convert.as_str(execution_id)) is None:
            _lost += ("execution_id",)

        if error.__class__ is str:
            pass
        elif error is None:
            _more = True
        elif (error := convert.as_str(error)) is None:
            _lost += ("error",)

        _model.recipient_id = recipient_id
        _model.result = result
        _model.execution_id = execution_id
        _model.error = error
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is RetriggerAutomationsResult else record.as_subclass(cls, _model)
        return _made


from .retrigger_outcome import RetriggerOutcome  # noqa: E402

record.share_names(RetriggerAutomationsResult.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "recipient_id": "recipient_id",
    "result": "result",
    "execution_id": "execution_id",
    "error": "error",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_result = convert.by_value(RetriggerOutcome)
_read_result = convert.enum_of(RetriggerOutcome)
