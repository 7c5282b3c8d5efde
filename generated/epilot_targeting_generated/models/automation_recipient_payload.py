# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""AutomationRecipientPayload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class AutomationRecipientPayload(record.Model):
    """How a recipient is reached through an automation.

    Attributes:
        automation_status: How far the automation of a recipient has got
        automation_execution_id: The id of the automation execution
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    automation_status: AutomationStatus | str
    automation_execution_id: str
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        automation_status: Any = self.automation_status
        if automation_status is not None:
            _out["automation_status"] = str(automation_status)
        automation_execution_id: Any = self.automation_execution_id
        if automation_execution_id is not None:
            _out["automation_execution_id"] = automation_execution_id
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
        _model: Any = _new(AutomationRecipientPayload)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            automation_status: Any = _all["automation_status"]
            automation_execution_id: Any = _all["automation_execution_id"]
        except KeyError:
            (
                automation_status,
                automation_execution_id,
            ) = map(_src.get, _NAMES)
            _more = True
        try:
            automation_status = _known_automation_status[automation_status]
        except (KeyError, TypeError):
            automation_status = _read_automation_status(automation_status)
            if automation_status is None:
                _lost += ("automation_status",)
        if automation_status is None:
            _more = True
        if automation_execution_id.__class__ is str:
            pass
        elif automation_execution_id is None:
            _more = True
        elif (automation_execution_id := convert.as_str(automation_execution_id)) is None:
            _lost += ("automation_execution_id",)

        _model.automation_status = automation_status
        _model.automation_execution_id = automation_execution_id
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is AutomationRecipientPayload else record.as_subclass(cls, _model)
        return _made


from .automation_status import AutomationStatus  # noqa: E402

record.share_names(AutomationRecipientPayload.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "automation_status": "automation_status",
    "automation_execution_id": "automation_execution_id",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_automation_status = convert.by_value(AutomationStatus)
_read_automation_status = convert.enum_of(AutomationStatus)
