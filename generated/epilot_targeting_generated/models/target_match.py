# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetMatch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class TargetMatch(record.Model):
    """A target that matches.

    Attributes:
        target: A saved set of filters that picks entities of one kind
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    target: Target
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        target: Any = self.target
        if target is not None:
            _out["target"] = target.to_dict()
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
        _model: Any = _new(TargetMatch)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            target: Any = _all["target"]
        except KeyError:
            (target,) = map(_src.get, _NAMES)
            _more = True
        if target.__class__ is dict:
            target = _target_from_dict(target)
        elif target is None:
            _more = True
        elif (target := _read_target(target)) is None:
            _lost += ("target",)

        _model.target = target
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is TargetMatch else record.as_subclass(cls, _model)
        return _made


from .target import Target  # noqa: E402

record.share_names(TargetMatch.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "target": "target",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_target_from_dict = Target.from_dict
_read_target = convert.model_of(Target.from_dict)
