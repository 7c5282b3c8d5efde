# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupEmail` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_email import SetupEmail
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    automation_id: Any = self.automation_id
    if automation_id is not None:
        _out["automation_id"] = (
            str(automation_id)
            if self._automation_id_read is None
            else record.original_json(self._automation_id_read, convert.as_uuid, automation_id)
        )
    template_id: Any = self.template_id
    if template_id is not None:
        _out["template_id"] = (
            str(template_id)
            if self._template_id_read is None
            else record.original_json(self._template_id_read, convert.as_uuid, template_id)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupEmail)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        automation_id: Any = _all["automation_id"]
        template_id: Any = _all["template_id"]
    except KeyError:
        (
            automation_id,
            template_id,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._automation_id_read = automation_id
    _model._template_id_read = template_id
    if automation_id is None:
        _more = True
    elif (automation_id := convert.as_uuid(automation_id)) is None:
        _lost += ("automation_id",)

    if template_id is None:
        _more = True
    elif (template_id := convert.as_uuid(template_id)) is None:
        _lost += ("template_id",)

    _model.automation_id = automation_id
    _model.template_id = template_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupEmail else record.as_subclass(cls, _model)


read_SetupEmail: Any = record.bound(from_dict, SetupEmail)


_new: Any = object.__new__
_NAMES = {
    "automation_id": "automation_id",
    "template_id": "template_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "automation_id": Usual("other", convert.as_uuid, keep="value"),
    "template_id": Usual("other", convert.as_uuid, keep="value"),
}
"""How their usual values are read."""

record.bind(SetupEmail, to_dict, from_dict)
