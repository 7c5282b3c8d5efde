# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseSystemFieldsRequired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class BaseSystemFieldsRequired(record.Model):
    """The system fields of an entity that has been stored.

    additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
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
        _model: Any = _new(BaseSystemFieldsRequired)
        _model._additional = {**_src} or None
        _made: Self = _model if cls is BaseSystemFieldsRequired else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
