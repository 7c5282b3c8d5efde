# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsRequest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class RetriggerAutomationsRequest(record.Model):
    """The recipients whose automations are to be started again.

    Attributes:
        recipient_ids: The ids of the recipients
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    recipient_ids: list[UUID]
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _recipient_ids_read: Any = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        recipient_ids: Any = self.recipient_ids
        if recipient_ids is not None:
            _out["recipient_ids"] = record.refill(
                [item if item is None else str(item) for item in recipient_ids]
                if self._recipient_ids_read is None
                else record.as_it_came(self._recipient_ids_read, _read_recipient_ids, recipient_ids),
                _out.get("recipient_ids"),
            )
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
        _model: Any = _new(RetriggerAutomationsRequest)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            recipient_ids: Any = _all["recipient_ids"]
        except KeyError:
            (recipient_ids,) = map(_src.get, _NAMES)
            _more = True
        _model._recipient_ids_read = record.snapshot(recipient_ids)
        if recipient_ids is None:
            _more = True
        elif (recipient_ids := _read_recipient_ids(recipient_ids)) is None or not convert.is_whole(recipient_ids):
            _lost += ("recipient_ids",)

        _model.recipient_ids = recipient_ids
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is RetriggerAutomationsRequest else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "recipient_ids": "recipient_ids",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_recipient_ids = convert.list_of(convert.as_uuid)
