# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""LocalizedText."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class LocalizedText(record.Model):
    """A text in several languages, each under its language code.

    Attributes:
        en: The text in English
        de: The text in German
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    en: str | None = None
    de: str | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        en: Any = self.en
        if en is not None:
            _out["en"] = en
        de: Any = self.de
        if de is not None:
            _out["de"] = de
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
        _model: Any = _new(LocalizedText)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            en: Any = _all["en"]
            de: Any = _all["de"]
        except KeyError:
            (
                en,
                de,
            ) = map(_src.get, _NAMES)
            _more = True
        if en.__class__ is str:
            pass
        elif en is None:
            _more = True
        elif (en := convert.as_str(en)) is None:
            _lost += ("en",)

        if de.__class__ is str:
            pass
        elif de is None:
            _more = True
        elif (de := convert.as_str(de)) is None:
            _lost += ("de",)

        _model.en = en
        _model.de = de
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is LocalizedText else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "en": "en",
    "de": "de",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
