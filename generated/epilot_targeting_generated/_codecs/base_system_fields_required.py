# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `BaseSystemFieldsRequired` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import record
from ..models.base_system_fields_required import BaseSystemFieldsRequired


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(BaseSystemFieldsRequired)
    _model._additional = {**_src} or None
    return _model if cls is BaseSystemFieldsRequired else record.as_subclass(cls, _model)


read_BaseSystemFieldsRequired: Any = record.bound(from_dict, BaseSystemFieldsRequired)


_new: Any = object.__new__

record.bind(BaseSystemFieldsRequired, to_dict, from_dict)
