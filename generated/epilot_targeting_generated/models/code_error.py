# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CodeError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class CodeError(record.Model):
    """An error that says what is wrong by a code.

    Attributes:
        code: Why a request is refused. These are the codes known so far; the service adds new ones over time, and a reader takes them as they come.
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    code: ErrorCode | str
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        code: Any = self.code
        if code is not None:
            _out["code"] = str(code)
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
        _model: Any = _new(CodeError)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            code: Any = _all["code"]
        except KeyError:
            (code,) = map(_src.get, _NAMES)
            _more = True
        try:
            code = _known_code[code]
        except (KeyError, TypeError):
            code = _read_code(code)
            if code is None:
                _lost += ("code",)
        if code is None:
            _more = True
        _model.code = code
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is CodeError else record.as_subclass(cls, _model)
        return _made


from .error_code import ErrorCode  # noqa: E402

record.share_names(CodeError.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "code": "code",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_known_code = convert.by_value(ErrorCode)
_read_code = convert.enum_of(ErrorCode)
